package chatwarden.inference.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.testing.model.ShippedModel;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ExternalDataTest {

  @TempDir private Path folder;

  /** Writes the fields of a message. */
  private interface Fields {
    void write(CodedOutputStream out) throws IOException;
  }

  private static byte[] message(Fields fields) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    fields.write(out);
    out.flush();
    return bytes.toByteArray();
  }

  private static byte[] within(int field, byte[] message) throws IOException {
    return message(out -> out.writeByteArray(field, message));
  }

  /** A tensor whose weights are in {@code location}. */
  private static byte[] tensor(String location) throws IOException {
    byte[] entry =
        message(
            out -> {
              out.writeString(1, "location");
              out.writeString(2, location);
            });
    return message(
        out -> {
          out.writeInt64(1, 1);
          out.writeInt32(2, 1);
          out.writeString(8, "extra");
          out.writeByteArray(13, entry);
          out.writeInt32(14, 1);
        });
  }

  private Path file(byte[] model) throws IOException {
    return Files.write(folder.resolve("model.onnx"), model);
  }

  @Test
  void locationOfAnInitializerIsFound() throws IOException {
    byte[] graph = within(5, tensor("weights.bin"));

    assertThat(ExternalData.locations(file(within(7, graph)))).containsExactly("weights.bin");
  }

  @Test
  void locationWithinASubgraphIsFound() throws IOException {
    byte[] subgraph = within(5, tensor("deep.bin"));
    byte[] node = within(5, within(6, subgraph));

    assertThat(ExternalData.locations(file(within(7, within(1, node)))))
        .containsExactly("deep.bin");
  }

  @Test
  void fileThatIsNotOnnxIsRefused() throws IOException {
    Path file = file(new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff});

    assertThatThrownBy(() -> ExternalData.locations(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not an ONNX file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"vi-averaged", "en-averaged"})
  void shippedNetworksKeepTheirWeights(String model) throws IOException {
    Path network = ShippedModel.newest(model).resolve("network.onnx");

    assertThat(ExternalData.locations(network)).isEmpty();
  }
}
