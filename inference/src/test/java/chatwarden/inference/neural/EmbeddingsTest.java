package chatwarden.inference.neural;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.inference.crf.TokenIds;
import chatwarden.inference.weights.WeightFile;
import chatwarden.testing.model.ShippedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddingsTest {

  @TempDir private Path folder;

  @Test
  void rowsAreThoseOfTheFile() throws IOException {
    Embeddings embeddings = Embeddings.read(SmallEmbeddings.write(path(), 2, 5));
    assertThat(embeddings.members()).isEqualTo(2);
    assertThat(embeddings.width()).isEqualTo(5);
    byte[] rows = new byte[TokenIds.ROWS * 10];
    new Random(1).nextBytes(rows);
    for (int i = 0; i < rows.length; i++) {
      assertThat(embeddings.get(i / 10, i % 10)).isEqualTo(rows[i]);
    }
    float[] sum = new float[10];
    embeddings.add(7, sum);
    embeddings.add(TokenIds.ROWS - 1, sum);
    for (int i = 0; i < 10; i++) {
      assertThat(sum[i]).isEqualTo(embeddings.get(7, i) + embeddings.get(TokenIds.ROWS - 1, i));
    }
  }

  @Test
  void aFileOfAnEarlierReleaseHasTheSameRows() throws IOException {
    Embeddings read =
        Embeddings.read(Path.of("src/test/resources/chatwarden/inference/weights/embeddings.bin"));
    assertThat(read.members()).isEqualTo(2);
    assertThat(read.width()).isEqualTo(1);
    for (int row = 0; row < TokenIds.ROWS; row++) {
      assertThat(read.get(row, 0)).isEqualTo((byte) (row % 7));
      assertThat(read.get(row, 1)).isEqualTo((byte) -(row / 1024));
    }
  }

  @Test
  void fileOfAnotherKindSaysSo() throws IOException {
    Path text = Files.writeString(path(), "name: something else".repeat(20));
    assertThatThrownBy(() -> Embeddings.read(text)).hasMessageStartingWith(text + ": not a weight");
    Path crf = WeightFile.in(ShippedModel.newest("vi-averaged"), "weights");
    assertThatThrownBy(() -> Embeddings.read(crf))
        .hasMessage(crf + ": weights of format chatwarden-crf (expected: chatwarden-embeddings)");
  }

  @ParameterizedTest
  @CsvSource({
    "5, 2, 2, rows: 5 (expected: 65536)",
    "65536, 0, 2, members: 0 (expected: 1 to 4096)",
    "65536, 1, 0, width: 0 (expected: 1 to 4096)"
  })
  void anotherShapeIsNamed(long rows, long members, long width, String problem) throws IOException {
    Path file = SmallEmbeddings.write(path(), rows, members, width);
    assertThatThrownBy(() -> Embeddings.read(file))
        .isInstanceOf(IOException.class)
        .hasMessage(file + ": not a valid weight file: " + problem);
  }

  private Path path() {
    return folder.resolve("embeddings.safetensors");
  }
}
