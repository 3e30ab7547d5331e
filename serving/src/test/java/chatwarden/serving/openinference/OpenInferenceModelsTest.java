package chatwarden.serving.openinference;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.inference.v2.ModelMetadataRequest;
import chatwarden.inference.v2.ModelMetadataResponse;
import chatwarden.inference.v2.ModelMetadataResponse.TensorMetadata;
import chatwarden.inference.v2.ModelReadyRequest;
import chatwarden.inference.v2.RepositoryIndexRequest;
import chatwarden.inference.v2.RepositoryIndexResponse.ModelIndex;
import chatwarden.inference.v2.ServerLiveRequest;
import chatwarden.inference.v2.ServerMetadataRequest;
import chatwarden.inference.v2.ServerReadyRequest;
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
}
