package chatwarden.runtime.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chatwarden.runtime.config.Config;
import chatwarden.runtime.telemetry.Telemetry;
import chatwarden.runtime.tracing.TracingKeys;
import chatwarden.runtime.tracing.WorkSpan;
import chatwarden.tagger.v1.TagSpansRequest;
import chatwarden.tagger.v1.TaggerServiceGrpc;
import chatwarden.testing.tracing.CollectedSpan;
import chatwarden.testing.tracing.OtlpCollector;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthGrpc;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Scope;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The spans of gRPC calls, as a collector receives them. */
class CallTraceTest extends GrpcEndpointFixture {

  private final OtlpCollector collector = OtlpCollector.start();
  private final Config config =
      Config.defaults().with(TracingKeys.OTLP, collector.address()).with(TracingKeys.RATIO, 1.0);
  private final Telemetry traced = Telemetry.of(config, "caller");

  @AfterEach
  void closeCollector() {
    traced.close();
    collector.close();
  }

  @Test
  void callIsAClientSpanAndAServerSpanInTheTraceOfTheCaller() throws Exception {
    call("fine");

    List<CollectedSpan> spans = spans();
    assertThat(spans).hasSize(3);
    CollectedSpan root = spans.stream().filter(it -> it.name().equals("work")).findFirst().get();
    CollectedSpan client =
        spans.stream().filter(it -> it.parent().equals(root.id())).findFirst().get();
    CollectedSpan server =
        spans.stream().filter(it -> it.parent().equals(client.id())).findFirst().get();
    assertThat(client.name()).isEqualTo("chatwarden.tagger.v1.TaggerService/TagSpans");
    assertThat(server.name()).isEqualTo(client.name());
    assertThat(server.attributes()).containsEntry("rpc.response.status_code", "OK");
  }

  @Test
  void failedCallHasItsStatusAndNoMessage() throws Exception {
    assertThatThrownBy(() -> call("throws")).isInstanceOf(StatusRuntimeException.class);

    assertThat(spans().stream().filter(CollectedSpan::failed)).hasSize(2);
    assertThat(spans().toString()).contains("INTERNAL").doesNotContain("words of a comment");
  }

  @Test
  void healthHasNoSpan() throws Exception {
    GrpcEndpoint endpoint = started(builder().telemetry(traced).address("127.0.0.1", 0));
    var unused = HealthGrpc.newBlockingStub(channel(endpoint.target())).check(check(""));

    assertThat(spans()).isEmpty();
  }

  @Test
  void collectorThatHangsHoldsUpNoCall() throws Exception {
    try (OtlpCollector hanging = OtlpCollector.hanging();
        Telemetry held =
            Telemetry.of(
                config.with(TracingKeys.OTLP, hanging.address()).with(TracingKeys.QUEUE, 512),
                "held")) {
      GrpcEndpoint endpoint = started(builder().telemetry(held).address("127.0.0.1", 0));
      var client = client(endpoint.target());
      for (int i = 0; i < 600; i++) {
        assertThat(client.tagSpans(request("fine")).getTaggingsCount()).isEqualTo(1);
      }

      await()
          .untilAsserted(
              () ->
                  assertThat(held.scrape())
                      .containsPattern("tracing_span_dropped_total\\{reason=\"\\w+\"} [1-9]"));
    }
  }

  private void call(String model) throws Exception {
    GrpcEndpoint endpoint = started(builder().telemetry(traced).address("127.0.0.1", 0));
    ManagedChannel channel = GrpcChannels.open(endpoint.target(), config, traced.tracing());
    WorkSpan work = traced.tracing().batch("work", SpanKind.INTERNAL, List.of());
    try (Scope scope = work.makeCurrent()) {
      var unused =
          TaggerServiceGrpc.newBlockingStub(channel)
              .tagSpans(TagSpansRequest.newBuilder().setModel(model).build());
    } finally {
      work.end();
      channel.shutdownNow();
    }
  }

  private List<CollectedSpan> spans() {
    traced.close();
    return collector.spans();
  }
}
