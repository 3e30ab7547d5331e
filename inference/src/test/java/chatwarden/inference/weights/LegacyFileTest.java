package chatwarden.inference.weights;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files under test were written by the release before {@link WeightFile}. */
class LegacyFileTest {
  private static final Path FILES = Path.of("src/test/resources/chatwarden/inference/weights");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "linear-1.bin, chatwarden-linear, 8",
    "linear-2.bin, chatwarden-linear, 14",
    "subword.bin, chatwarden-subword, 7",
    "crf.bin, chatwarden-crf, 4",
    "embeddings.bin, chatwarden-embeddings, 1"
  })
  void rewrittenItHasTheSameTensors(String name, String format, int count) throws IOException {
    Path rewritten = folder.resolve("rewritten.safetensors");
    try (Arena arena = Arena.ofConfined()) {
      Weights before = WeightFile.read(FILES.resolve(name), arena);
      WeightFile.write(rewritten, before);
      Weights after = WeightFile.read(rewritten, arena);

      assertThat(after.format()).isEqualTo(format);
      assertThat(after.labels()).isEqualTo(before.labels());
      assertThat(after.tensors()).hasSameSizeAs(before.tensors());
      assertThat(before.tensors())
          .allSatisfy(
              (tensor, content) -> {
                Tensor same = requireNonNull(after.tensors().get(tensor));
                assertThat(same.type()).isEqualTo(content.type());
                assertThat(same.shape()).isEqualTo(content.shape());
                assertThat(same.data().mismatch(content.data())).isEqualTo(-1);
              });
      assertThat(before.tensors()).hasSize(count);
    }
    assertThat(WeightFile.isOfAnEarlierRelease(FILES.resolve(name))).isTrue();
    assertThat(WeightFile.isOfAnEarlierRelease(rewritten)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"linear-2.bin", "subword.bin", "crf.bin", "embeddings.bin"})
  void aDamagedOrShortenedFileIsRefused(String name) throws IOException {
    byte[] good = Files.readAllBytes(FILES.resolve(name));
    for (int at : new int[] {0, 8, 12, 16, 25, good.length / 2, good.length - 1}) {
      byte[] bad = good.clone();
      bad[at] ^= 0x10;
      assertRefused(bad);
    }
    for (int length : new int[] {0, 7, 8, 12, 20, good.length / 2, good.length - 1}) {
      assertRefused(Arrays.copyOf(good, length));
    }
  }

  private void assertRefused(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("bad.bin"), bytes);
    try (Arena arena = Arena.ofConfined()) {
      assertThatThrownBy(() -> WeightFile.read(file, arena))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(file + ": ");
    }
  }
}
