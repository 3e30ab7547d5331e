package chatwarden.runtime.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapSetter;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** W3C trace context ({@code traceparent}, {@code tracestate}) in headers. */
public final class TraceHeaders {

  private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();
  private static final TextMapGetter<Map<String, Object>> OF_MESSAGE = new MessageGetter();

  private TraceHeaders() {}

  /** Puts the span of {@code context} into the headers of a call. */
  public static <C> void inject(Context context, C headers, TextMapSetter<C> setter) {
    W3C.inject(context, headers, setter);
  }

  /** Returns a context with the span that the headers of a call name, if they name one. */
  public static <C> Context extract(C headers, TextMapGetter<C> getter) {
    return W3C.extract(Context.root(), headers, getter);
  }

  /** Returns the headers of a message with the span of {@code context}. */
  public static Map<String, Object> with(Context context, Map<String, Object> headers) {
    Map<String, Object> all = new HashMap<>(headers);
    W3C.inject(
        context,
        all,
        (map, name, value) -> {
          if (map != null) {
            map.put(name, value);
          }
        });
    return all;
  }

  /** Returns the span that the headers of a message name; an invalid one if they name none. */
  public static SpanContext of(Map<String, Object> headers) {
    return headers.containsKey("traceparent")
        ? Span.fromContext(W3C.extract(Context.root(), headers, OF_MESSAGE)).getSpanContext()
        : SpanContext.getInvalid();
  }

  private static final class MessageGetter implements TextMapGetter<Map<String, Object>> {
    @Override
    public Iterable<String> keys(Map<String, Object> headers) {
      return headers.keySet();
    }

    @Override
    public @Nullable String get(@Nullable Map<String, Object> headers, String name) {
      Object value = headers == null ? null : headers.get(name);
      return value == null ? null : value.toString();
    }
  }
}
