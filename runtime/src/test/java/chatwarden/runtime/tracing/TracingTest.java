package chatwarden.runtime.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.testing.process.FreePorts;
import chatwarden.testing.tracing.CollectedSpan;
import chatwarden.testing.tracing.OtlpCollector;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TracingTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void withoutAnEndpointThereIsNoSpanAndNoMetric() {
    Tracing tracing = Tracing.of(Config.defaults(), "test", registry);

    assertThat(tracing.isOn()).isFalse();
    assertThat(tracing.batch("a", SpanKind.INTERNAL, List.of())).isSameAs(WorkSpan.NONE);
    assertThat(registry.getMeters()).isEmpty();
  }

  @Test
  void batchIsInTheTraceOfItsFirstSampledOriginAndLinksToTheOthers() {
    try (OtlpCollector collector = OtlpCollector.start()) {
      Tracing tracing = tracing(collector.address(), 1);
      WorkSpan first = tracing.batch("first", SpanKind.SERVER, List.of());
      WorkSpan second = tracing.batch("second", SpanKind.SERVER, List.of());
      SpanContext unsampled =
          TraceHeaders.of(
              Map.of("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00"));
      WorkSpan batch =
          tracing.batch(
              "batch", SpanKind.INTERNAL, List.of(unsampled, spanOf(first), spanOf(second)));
      List.of(batch, first, second).forEach(WorkSpan::end);
      tracing.close();

      CollectedSpan got = named(collector, "batch");
      assertThat(got.parent()).isEqualTo(named(collector, "first").id());
      assertThat(got.links()).containsExactly(named(collector, "second").trace());
      assertThat(got.service()).isEqualTo("test");
    }
  }

  @Test
  void messageCarriesTheTraceAndItsDecisionNotToSample() {
    Tracing tracing = tracing("http://127.0.0.1:" + FreePorts.next(), 0);
    WorkSpan span = tracing.batch("a", SpanKind.INTERNAL, List.of());
    Map<String, Object> headers = TraceHeaders.with(span.context(), Map.of("x", 1));

    assertThat(headers).containsKeys("x", "traceparent");
    SpanContext read = TraceHeaders.of(headers);
    assertThat(read.getTraceId()).isEqualTo(spanOf(span).getTraceId());
    assertThat(read.isSampled()).isFalse();
    assertThat(tracing.batch("b", SpanKind.CONSUMER, List.of(read)).isRecording()).isFalse();
    tracing.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nonsense", "00-0-0-01", "\u0000"})
  void headerThatIsNotATraceIsIgnored(String value) {
    assertThat(TraceHeaders.of(Map.of("traceparent", value)).isValid()).isFalse();
  }

  @Test
  void spansBeyondTheQueueAreDroppedAndCounted() {
    try (OtlpCollector collector = OtlpCollector.hanging()) {
      Tracing tracing = tracing(collector.address(), 1);
      for (int i = 0; i < 600; i++) {
        tracing.batch("a", SpanKind.INTERNAL, List.of()).end();
      }

      assertThat(dropped("full")).isEqualTo(88);
      assertThat(registry.get("tracing.queue.size").gauge().value()).isEqualTo(512);
    }
  }

  @Test
  void spansOfAnEndpointThatRefusesAreDroppedAndCounted() {
    Tracing tracing = tracing("http://127.0.0.1:" + FreePorts.next(), 1);
    tracing.batch("a", SpanKind.INTERNAL, List.of()).end();
    tracing.close();

    await().untilAsserted(() -> assertThat(dropped("failed")).isEqualTo(1));
    assertThat(registry.get("tracing.queue.size").gauge().value()).isZero();
  }

  @Test
  void callWithoutASpanIsNotTraced() {
    Tracing tracing = tracing("http://127.0.0.1:" + FreePorts.next(), 1);
    assertThat(tracing.outgoing("a", SpanKind.CLIENT)).isSameAs(WorkSpan.NONE);
    WorkSpan span = tracing.incoming("in", Context.root());
    try (Scope scope = span.makeCurrent()) {
      assertThat(spanOf(tracing.outgoing("a", SpanKind.CLIENT)).getTraceId())
          .isEqualTo(spanOf(span).getTraceId());
    }
    assertThat(Span.current().getSpanContext().isValid()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"collector:4318", "ftp://collector", "http://user:word@host", "http://"})
  void endpointThatIsNotAnAddressIsRefusedWithoutRepeatingIt(String endpoint) {
    assertThatThrownBy(() -> tracing(endpoint, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("tracing.otlp: not an address")
        .hasMessageNotContaining("word");
  }

  private double dropped(String reason) {
    return registry.get("tracing.span.dropped").tag("reason", reason).counter().count();
  }

  private static SpanContext spanOf(WorkSpan span) {
    return Span.fromContext(span.context()).getSpanContext();
  }

  private static CollectedSpan named(OtlpCollector collector, String name) {
    return collector.spans().stream()
        .filter(span -> span.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private Tracing tracing(String endpoint, double ratio) {
    return Tracing.of(
        Config.defaults()
            .with(TracingKeys.OTLP, endpoint)
            .with(TracingKeys.RATIO, ratio)
            .with(TracingKeys.QUEUE, 512),
        "test",
        registry);
  }
}
