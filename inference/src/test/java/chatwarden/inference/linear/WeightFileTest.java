package chatwarden.inference.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightFileTest {
  @TempDir Path folder;

  @Test
  void whatIsWrittenIsRead() throws IOException {
    LinearWeights written = SmallModel.weights();
    Path file = folder.resolve("weights.bin");
    WeightFile.write(file, written);

    try (Arena arena = Arena.ofConfined()) {
      LinearWeights read = WeightFile.open(file, arena);

      assertThat(read)
          .usingRecursiveComparison()
          .ignoringFields("table", "lexicon", "patterns.table")
          .isEqualTo(written);
      assertThat(read.table().slots().mismatch(written.table().slots())).isEqualTo(-1);
      assertThat(read.lexicon().slots().mismatch(written.lexicon().slots())).isEqualTo(-1);
      PatternTable patterns = read.patterns().table();
      assertThat(patterns.slots().mismatch(written.patterns().table().slots())).isEqualTo(-1);
      assertThat(patterns.rows().mismatch(written.patterns().table().rows())).isEqualTo(-1);
      assertThat(read.table().frequencyStep()).isEqualTo(written.table().frequencyStep());
      assertThat(read.table().weightStep(0)).isEqualTo(written.table().weightStep(0));
      assertThat(read.table().weightStep(1)).isEqualTo(written.table().weightStep(1));
    }
  }

  @Test
  void oneFlippedBitIsFound() throws IOException {
    Path file = folder.resolve("weights.bin");
    WeightFile.write(file, SmallModel.weights());
    byte[] good = Files.readAllBytes(file);
    for (int at : new int[] {16, 40, 100, good.length / 2, good.length - 1}) {
      byte[] bad = good.clone();
      bad[at] ^= 1;
      Files.write(file, bad);
      assertRefused(file, "damaged");
    }
  }

  @Test
  void aShortenedFileIsFound() throws IOException {
    Path file = folder.resolve("weights.bin");
    WeightFile.write(file, SmallModel.weights());
    byte[] good = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(good, good.length - 8));
    assertRefused(file, "damaged");
    Files.write(file, Arrays.copyOf(good, 10));
    assertRefused(file, "too short");
  }

  @Test
  void anotherFormatVersionIsNamed() throws IOException {
    Path file = folder.resolve("weights.bin");
    WeightFile.write(file, SmallModel.weights());
    byte[] bytes = Files.readAllBytes(file);
    bytes[8] = 99;
    Files.write(file, bytes);

    assertRefused(file, "format version 99");
  }

  /** Its header ends before the numbers of patterns, which are within the padding here. */
  @Test
  void aFileOfTheFirstVersionHasNoPatterns() throws IOException {
    Path file = folder.resolve("weights.bin");
    LinearWeights written = SmallModel.weights().withoutPatterns();
    WeightFile.write(file, written);
    byte[] bytes = Files.readAllBytes(file);
    bytes[8] = 1;
    Files.write(file, bytes);

    try (Arena arena = Arena.ofConfined()) {
      LinearWeights read = WeightFile.open(file, arena);

      assertThat(read.patterns()).isEqualTo(Patterns.NONE);
      assertThat(read.table().slots().mismatch(written.table().slots())).isEqualTo(-1);
    }
  }

  @Test
  void anotherFileIsRefused() throws IOException {
    Path file = folder.resolve("weights.bin");
    Files.writeString(file, "not a weight file at all");

    assertRefused(file, "not a weight file");
  }

  private static void assertRefused(Path file, String problem) {
    try (Arena arena = Arena.ofConfined()) {
      assertThatThrownBy(() -> WeightFile.open(file, arena))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(problem);
    }
  }
}
