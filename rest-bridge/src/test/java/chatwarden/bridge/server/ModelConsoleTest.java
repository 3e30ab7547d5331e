package chatwarden.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.bridge.peer.ModelPeer;
import chatwarden.inference.v2.GRPCInferenceServiceGrpc.GRPCInferenceServiceImplBase;
import chatwarden.inference.v2.InferStatistics;
import chatwarden.inference.v2.ModelStatistics;
import chatwarden.inference.v2.ModelStatisticsRequest;
import chatwarden.inference.v2.ModelStatisticsResponse;
import chatwarden.inference.v2.StatisticDuration;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.grpc.GrpcEndpoint;
import com.fasterxml.jackson.databind.JsonNode;
import io.grpc.stub.StreamObserver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The classifier answers here; the other model servers are away. */
@Timeout(60)
class ModelConsoleTest {

  private static GrpcEndpoint classifier;
  private static TestBridge bridge;

  /** Has served one version. */
  private static final class Statistics extends GRPCInferenceServiceImplBase {

    @Override
    public void modelStatistics(
        ModelStatisticsRequest request, StreamObserver<ModelStatisticsResponse> observer) {
      observer.onNext(
          ModelStatisticsResponse.newBuilder()
              .addModelStats(
                  ModelStatistics.newBuilder()
                      .setName("chat")
                      .setVersion("4")
                      .setLastInference(1_700_000_000_000L)
                      .setInferenceCount(40)
                      .setExecutionCount(10)
                      .setInferenceStats(
                          InferStatistics.newBuilder()
                              .setSuccess(duration(20, 40_000_000))
                              .setFail(duration(2, 1))))
              .build());
      observer.onCompleted();
    }

    private static StatisticDuration duration(long count, long nanos) {
      return StatisticDuration.newBuilder().setCount(count).setNs(nanos).build();
    }
  }

  @BeforeAll
  static void start() throws Exception {
    classifier =
        GrpcEndpoint.builder("classifier")
            .address("127.0.0.1", 0)
            .service(new Statistics())
            .build();
    classifier.start();
    bridge =
        TestBridge.start(
            Config.defaults()
                .with(ModelPeer.CLASSIFIER.target(), classifier.target())
                .with(ModelPeer.TAGGER.target(), "inprocess:nothing")
                .with(ModelPeer.REWRITER.target(), "inprocess:nothing"));
  }

  @AfterAll
  static void stop() throws Exception {
    bridge.close();
    classifier.close();
  }

  @Test
  void servedVersionsComeWithTheirTimesAndTheOthersAreNamedAway() throws Exception {
    String chat = bridge.newChat();
    bridge.classified(chat, "c1", "shut up", true);
    bridge.classified(chat, "c2", "hello", false);
    JsonNode console = bridge.json(bridge.get("/v1/platform/models"));
    JsonNode model = console.at("/models/0");
    assertThat(model.at("/server").asText()).isEqualTo("classifier");
    assertThat(model.at("/name").asText()).isEqualTo("chat");
    assertThat(model.at("/textCount").asText()).isEqualTo("40");
    assertThat(model.at("/failedCount").asText()).isEqualTo("2");
    assertThat(model.at("/meanCall").asText()).isEqualTo("0.002s");
    assertThat(model.has("meanRun")).isFalse();
    assertThat(console.at("/away").toString()).isEqualTo("[\"tagger\",\"rewriter\"]");
    assertThat(console.at("/traffic/commentCount").asInt()).isEqualTo(2);
    assertThat(console.at("/traffic/tiers/0/count").asInt()).isPositive();
    double share = 0;
    for (JsonNode label : console.at("/traffic/labels")) {
      share += label.at("/share").asDouble();
    }
    assertThat(share).isEqualTo(1);
  }
}
