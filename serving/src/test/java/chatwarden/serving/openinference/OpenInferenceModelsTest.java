package chatwarden.serving.openinference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.inference.v2.ModelConfig;
import chatwarden.inference.v2.ModelConfigRequest;
import chatwarden.inference.v2.ModelInferRequest;
import chatwarden.inference.v2.ModelInferRequest.InferInputTensor;
import chatwarden.inference.v2.ModelMetadataRequest;
import chatwarden.inference.v2.ModelMetadataResponse;
import chatwarden.inference.v2.ModelMetadataResponse.TensorMetadata;
import chatwarden.inference.v2.ModelReadyRequest;
import chatwarden.inference.v2.ModelStatistics;
import chatwarden.inference.v2.ModelStatisticsRequest;
import chatwarden.inference.v2.ModelStatisticsResponse;
import chatwarden.inference.v2.RepositoryIndexRequest;
import chatwarden.inference.v2.RepositoryIndexResponse.ModelIndex;
import chatwarden.inference.v2.ServerLiveRequest;
import chatwarden.inference.v2.ServerMetadataRequest;
import chatwarden.inference.v2.ServerReadyRequest;
import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OpenInferenceModelsTest extends OpenInferenceFixture {

  OpenInferenceModelsTest(@TempDir Path root) {
    super(root);
  }

  @Test
  void theServerAndItsModelsDescribeThemselves() {
    ModelMetadataResponse metadata =
        stub.modelMetadata(ModelMetadataRequest.newBuilder().setName("vi-echo").build());

    assertThat(stub.serverLive(ServerLiveRequest.getDefaultInstance()).getLive()).isTrue();
    assertThat(stub.serverReady(ServerReadyRequest.getDefaultInstance()).getReady()).isTrue();
    assertThat(stub.serverMetadata(ServerMetadataRequest.getDefaultInstance()).getName())
        .isEqualTo(SERVER);
    assertThat(metadata.getVersionsList()).containsExactly("1", "2");
    assertThat(metadata.getPlatform()).isEqualTo("plain");
    assertThat(
            Stream.concat(metadata.getInputsList().stream(), metadata.getOutputsList().stream())
                .map(OpenInferenceModelsTest::described))
        .containsExactly("text BYTES [-1]", "answer BYTES [-1]", "length FP32 [-1]");
  }

  private static String described(TensorMetadata tensor) {
    return tensor.getName() + " " + tensor.getDatatype() + " " + tensor.getShapeList();
  }

  @Test
  void aModelIsReadyWhenItIsServed() {
    assertThat(isReady("vi-echo", "")).isTrue();
    assertThat(isReady("vi-echo", "1")).isTrue();
    assertThat(isReady("vi-echo", "3")).isFalse();
    assertThat(isReady("en-echo", "")).isFalse();
  }

  private boolean isReady(String name, String version) {
    return stub.modelReady(ModelReadyRequest.newBuilder().setName(name).setVersion(version).build())
        .getReady();
  }

  @Test
  void theIndexSaysWhatIsServedAndWhatIsRefused() {
    List<ModelIndex> all =
        stub.repositoryIndex(RepositoryIndexRequest.getDefaultInstance()).getModelsList();

    assertThat(all)
        .extracting(version -> version.getVersion() + " " + version.getState())
        .containsExactly("1 READY", "2 READY", "3 UNAVAILABLE");
    assertThat(all.getLast().getReason()).contains("not a model");
    assertThat(
            stub.repositoryIndex(RepositoryIndexRequest.newBuilder().setReady(true).build())
                .getModelsCount())
        .isEqualTo(2);
  }

  @Test
  void configurationNamesTheTensorsWithTheirTypes() {
    ModelConfig config =
        stub.modelConfig(ModelConfigRequest.newBuilder().setName("vi-echo").build()).getConfig();

    assertThat(config.getName()).isEqualTo("vi-echo");
    assertThat(config.getPlatform()).isEqualTo("plain");
    assertThat(config.getMaxBatchSize()).isZero();
    assertThat(config.getInputList())
        .extracting(input -> input.getName() + " " + input.getDataType() + input.getDimsList())
        .containsExactly("text TYPE_STRING[-1]");
    assertThat(config.getOutputList())
        .extracting(output -> output.getName() + " " + output.getDataType() + output.getDimsList())
        .containsExactly("answer TYPE_STRING[-1]", "length TYPE_FP32[-1]");
    assertThatThrownBy(
            () -> stub.modelConfig(ModelConfigRequest.newBuilder().setName("en-echo").build()))
        .hasMessageContaining("NOT_FOUND");
  }

  @Test
  void statisticsCountTheWorkOfEachVersion() {
    assertThat(statistics("").getModelStatsList())
        .extracting(ModelStatistics::getVersion)
        .containsExactly("1", "2");
    for (int call = 0; call < 3; call++) {
      InferInputTensor.Builder tensor =
          InferInputTensor.newBuilder().setName("text").setDatatype("BYTES").addShape(2);
      tensor
          .getContentsBuilder()
          .addBytesContents(ByteString.copyFromUtf8("a"))
          .addBytesContents(ByteString.copyFromUtf8("b"));
      assertThat(
              stub.modelInfer(
                      ModelInferRequest.newBuilder()
                          .setModelName("vi-echo")
                          .setModelVersion("1")
                          .addInputs(tensor)
                          .build())
                  .getModelVersion())
          .isEqualTo("1");
    }

    ModelStatistics first = statistics("1").getModelStats(0);
    assertThat(first.getInferenceCount()).isEqualTo(6);
    assertThat(first.getExecutionCount()).isBetween(1L, 6L);
    assertThat(first.getLastInference()).isPositive();
    assertThat(first.getInferenceStats().getSuccess().getCount()).isEqualTo(3);
    assertThat(first.getInferenceStats().getSuccess().getNs())
        .isGreaterThanOrEqualTo(first.getInferenceStats().getQueue().getNs());
    assertThat(first.getInferenceStats().getQueue().getCount()).isEqualTo(3);
    assertThat(first.getInferenceStats().getFail().getCount()).isZero();
    assertThat(first.getInferenceStats().getComputeInfer().getCount())
        .isEqualTo(first.getExecutionCount());
    assertThat(statistics("2").getModelStats(0).getInferenceCount()).isZero();
    assertThatThrownBy(() -> statistics("9")).hasMessageContaining("NOT_FOUND");
  }

  private ModelStatisticsResponse statistics(String version) {
    return stub.modelStatistics(
        ModelStatisticsRequest.newBuilder().setName("vi-echo").setVersion(version).build());
  }
}
