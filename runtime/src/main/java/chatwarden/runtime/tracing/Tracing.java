package chatwarden.runtime.tracing;

import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.lifecycle.ServicePart;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The spans of a process, by OpenTelemetry's SDK. Where tracing is off nothing is made, and callers
 * add no interceptors and no headers. Spans have counts, names of models and queues, never a text,
 * an author or a key. Never blocks a caller, whatever the endpoint does. Safe for use by many
 * threads.
 */
public final class Tracing implements ServicePart {

  private static final Duration EXPORT_LIMIT = Duration.ofSeconds(5);
  private static final long FLUSH_MILLIS = 1_000;
  private static final Tracing OFF = new Tracing(null);

  private final @Nullable SdkTracerProvider provider;
  private final @Nullable Tracer tracer;

  private Tracing(@Nullable SdkTracerProvider provider) {
    this.provider = provider;
    this.tracer = provider == null ? null : provider.get("chatwarden");
  }

  /** Returns tracing that makes no spans. */
  public static Tracing off() {
    return OFF;
  }

  /**
   * Returns tracing as configured, which exports from now on until it is closed.
   *
   * @param service the name of the process, {@code chatwarden-ingest} for example
   * @throws InvalidInputException if the endpoint is invalid
   */
  public static Tracing of(Config config, String service, MeterRegistry registry) {
    String endpoint = config.get(TracingKeys.OTLP);
    if (endpoint.isEmpty()) {
      return OFF;
    }
    OtlpHttpSpanExporter exporter =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(address(endpoint))
            .setTimeout(EXPORT_LIMIT)
            .setConnectTimeout(EXPORT_LIMIT)
            .build();
    Attributes process =
        Attributes.of(
            AttributeKey.stringKey("service.name"),
            service,
            AttributeKey.stringKey("service.instance.id"),
            UUID.randomUUID().toString());
    return new Tracing(
        SdkTracerProvider.builder()
            .setResource(Resource.getDefault().merge(Resource.create(process)))
            .setSampler(
                Sampler.parentBased(Sampler.traceIdRatioBased(config.get(TracingKeys.RATIO))))
            .addSpanProcessor(new SpanQueue(exporter, config.get(TracingKeys.QUEUE), registry))
            .build());
  }

  private static String address(String endpoint) {
    Optional<URI> address = parsed(endpoint);
    if (address.isEmpty()) {
      throw InvalidInputException.of(
          TracingKeys.OTLP.name(),
          "not an address (expected: http://host:port or https://host:port, with a path or none)");
    }
    String path = address.get().getRawPath();
    return path.isEmpty() || path.equals("/")
        ? address.get().resolve("/v1/traces").toString()
        : endpoint;
  }

  private static Optional<URI> parsed(String endpoint) {
    try {
      URI address = URI.create(endpoint);
      boolean http = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
      return http && address.getHost() != null && address.getRawUserInfo() == null
          ? Optional.of(address)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Returns whether spans may be made; if not, there is nothing to pass on either. */
  public boolean isOn() {
    return tracer != null;
  }

  /** Starts a span of a call that came with the context {@code parent}. */
  public WorkSpan incoming(String name, Context parent) {
    return start(name, SpanKind.SERVER, parent);
  }

  /** Starts a span of a call or a message that goes out, where the current context has a span. */
  public WorkSpan outgoing(String name, SpanKind kind) {
    Context current = Context.current();
    return Span.fromContext(current).getSpanContext().isValid()
        ? start(name, kind, current)
        : WorkSpan.NONE;
  }

  /**
   * Starts a span of work on a batch. It belongs to the trace of the first origin that is sampled
   * and links to those of the others; work without an origin begins a trace.
   *
   * @param origins the spans that its comments or messages came from
   */
  public WorkSpan batch(String name, SpanKind kind, Collection<SpanContext> origins) {
    if (tracer == null) {
      return WorkSpan.NONE;
    }
    SpanContext parent = null;
    for (SpanContext origin : origins) {
      if (parent == null || !parent.isSampled() && origin.isSampled()) {
        parent = origin;
      }
    }
    Context context = parent == null ? Context.root() : Context.root().with(Span.wrap(parent));
    SpanBuilder builder = tracer.spanBuilder(name).setSpanKind(kind).setParent(context);
    for (SpanContext origin : origins) {
      if (origin != parent && origin.isSampled()) {
        builder.addLink(origin);
      }
    }
    return new WorkSpan(builder.startSpan(), context);
  }

  private WorkSpan start(String name, SpanKind kind, Context parent) {
    return tracer == null
        ? WorkSpan.NONE
        : new WorkSpan(
            tracer.spanBuilder(name).setSpanKind(kind).setParent(parent).startSpan(), parent);
  }

  @Override
  public String name() {
    return "tracing";
  }

  @Override
  public void start() {}

  /** Exports the last spans, for a second at most. */
  @Override
  public void close() {
    if (provider != null) {
      var unused = provider.shutdown().join(FLUSH_MILLIS, TimeUnit.MILLISECONDS);
    }
  }
}
