package chatwarden.testing.tracing;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A span as a collector received it.
 *
 * @param service the name of the process that sent it
 * @param trace the id of its trace, in hexadecimal
 * @param id its own id, in hexadecimal
 * @param parent the id of its parent; empty for the first span of a trace
 * @param links the traces that it links to
 * @param attributes the values as text
 * @param failed whether its status is an error
 */
public record CollectedSpan(
    String service,
    String name,
    String trace,
    String id,
    String parent,
    List<String> links,
    Map<String, String> attributes,
    boolean failed) {

  /** Copies links and attributes. */
  public CollectedSpan {
    links = List.copyOf(links);
    attributes = Map.copyOf(attributes);
  }

  static CollectedSpan of(String service, Span span) {
    return new CollectedSpan(
        service,
        span.getName(),
        hex(span.getTraceId().toByteArray()),
        hex(span.getSpanId().toByteArray()),
        hex(span.getParentSpanId().toByteArray()),
        span.getLinksList().stream().map(link -> hex(link.getTraceId().toByteArray())).toList(),
        span.getAttributesList().stream()
            .collect(
                Collectors.toMap(
                    attribute -> attribute.getKey(), attribute -> text(attribute.getValue()))),
        span.getStatus().getCodeValue() == 2);
  }

  private static String text(AnyValue value) {
    return switch (value.getValueCase()) {
      case INT_VALUE -> Long.toString(value.getIntValue());
      case ARRAY_VALUE ->
          value.getArrayValue().getValuesList().stream()
              .map(CollectedSpan::text)
              .collect(Collectors.joining(","));
      default -> value.getStringValue();
    };
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
