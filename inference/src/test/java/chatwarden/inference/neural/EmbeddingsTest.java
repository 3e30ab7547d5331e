package chatwarden.inference.neural;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.inference.crf.TokenIds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingsTest {

  @TempDir private Path folder;

  @Test
  void rowsAreThoseOfTheFile() throws IOException {
    Embeddings embeddings = Embeddings.read(EmbeddingsFile.random(2, 5).write(path()));
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
  void fileOfAnotherKindSaysSo() throws IOException {
    Path text = Files.writeString(path(), "name: something else".repeat(20));
    assertThatThrownBy(() -> Embeddings.read(text)).hasMessage(text + ": no embeddings");
    Path crf = Path.of("../models/vi-averaged/4/weights.bin");
    assertThatThrownBy(() -> Embeddings.read(crf)).hasMessage(crf + ": no embeddings");
  }

  @ParameterizedTest
  @CsvSource({
    "8, 2, format version 2 (expected: 1)",
    "12, 65537, 65537 rows (expected: 65536)",
    "16, 0, members: 0 (expected: 1 to 4096)",
    "16, -1, members: -1 (expected: 1 to 4096)",
    "20, 5000, width: 5000 (expected: 1 to 4096)",
    "20, 6, 655392 bytes (expected: 786464)"
  })
  void whatTheHeaderHasWrongIsNamed(int place, int value, String problem) throws IOException {
    Path file = EmbeddingsFile.random(2, 5).with(place, value).write(path());
    assertThatThrownBy(() -> Embeddings.read(file))
        .isInstanceOf(IOException.class)
        .hasMessage(file + ": " + problem);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8, 23, 24, 31, 32, 1_000, 65_536, 131_103})
  void everyShortenedFileIsNoticed(int length) throws IOException {
    Path file = EmbeddingsFile.random(1, 2).write(path());
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), length));
    assertThatThrownBy(() -> Embeddings.read(file)).isInstanceOf(IOException.class);
  }

  @Test
  void everyDamagedByteIsNoticed() throws IOException {
    byte[] bytes = Files.readAllBytes(EmbeddingsFile.random(1, 1).write(path()));
    int[] places = new Random(2).ints(100, 24, bytes.length - 8).toArray();
    for (int i = 0; i < 32 + places.length; i++) {
      int place = i < 24 ? i : i < 32 ? bytes.length - 32 + i : places[i - 32];
      byte[] damaged = bytes.clone();
      damaged[place] ^= 0x10;
      Path file = Files.write(path(), damaged);
      assertThatThrownBy(() -> Embeddings.read(file))
          .as("byte %s", place)
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void aDamagedRowSaysSo() throws IOException {
    byte[] bytes = Files.readAllBytes(EmbeddingsFile.random(1, 1).write(path()));
    bytes[5_000] ^= 1;
    Path file = Files.write(path(), bytes);
    assertThatThrownBy(() -> Embeddings.read(file))
        .hasMessage(file + ": damaged (checksum does not fit)");
  }

  private Path path() {
    return folder.resolve("embeddings.bin");
  }
}
