package chatwarden.inference.crf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrfWeightsTest {

  private static final int COUNT = 5_000;

  @TempDir private Path folder;

  @Test
  void everyWeightComesBackWithinItsRounding() throws IOException {
    long[] features = new Random(1).longs(COUNT).toArray();
    double[] values = new Random(2).doubles(2 * COUNT + 9, -3, 3).toArray();
    CrfWeights weights = writtenAndRead(CrfWeights.of(features, values, 1.5));
    for (int f = 0; f < COUNT; f++) {
      int entry = weights.get(features[f]);
      assertThat((entry >> 16) * weights.scale()).isCloseTo(values[2 * f], within(1e-4));
      assertThat((short) entry * weights.scale()).isCloseTo(values[2 * f + 1], within(1e-4));
    }
    for (int s = 0; s < 9; s++) {
      assertThat(weights.steps()[s]).isEqualTo(values[2 * COUNT + s]);
    }
    assertThat(weights.cleanOdds()).isEqualTo(1.5);
  }

  @Test
  void aFileOfAnEarlierReleaseHasTheSameWeights() throws IOException {
    CrfWeights read =
        CrfWeights.read(Path.of("src/test/resources/chatwarden/inference/weights/crf.bin"));
    long[] features = new Random(1).longs(20).toArray();
    CrfWeights expected = CrfWeights.of(features, new Random(2).doubles(49, -3, 3).toArray(), 1.5);
    for (long feature : features) {
      assertThat(read.get(feature)).isEqualTo(expected.get(feature)).isNotZero();
    }
    assertThat(read.steps()).isEqualTo(expected.steps());
    assertThat(read.scale()).isEqualTo(expected.scale());
    assertThat(read.cleanOdds()).isEqualTo(1.5);
  }

  @Test
  void unknownFeaturesWeighNothing() {
    CrfWeights weights = random();
    assertThat(new Random(77).longs(100_000).filter(f -> weights.get(f) != 0).count()).isZero();
  }

  @Test
  void featuresThatRoundToNothingTakeNoRoom() {
    double[] values = new double[2 * COUNT + 9];
    values[0] = 1;
    values[2] = 1e-9;
    long[] features = new Random(1).longs(COUNT).toArray();
    CrfWeights weights = CrfWeights.of(features, values, 1);
    assertThat(weights.get(features[0])).isNotZero();
    assertThat(weights.get(features[1])).isZero();
  }

  @Test
  void sameWeightsGiveTheSameBytes() throws IOException {
    random().write(folder.resolve("a"));
    random().write(folder.resolve("b"));
    assertThat(folder.resolve("a")).hasSameBinaryContentAs(folder.resolve("b"));
  }

  @Test
  void everyDamagedByteIsNoticed() throws IOException {
    CrfWeights.of(new long[] {5}, new double[11], 1).write(folder.resolve("w"));
    byte[] bytes = Files.readAllBytes(folder.resolve("w"));
    for (int i = 0; i < bytes.length; i++) {
      byte[] damaged = bytes.clone();
      damaged[i] ^= 0x10;
      Path file = Files.write(folder.resolve("damaged"), damaged);
      assertThatThrownBy(() -> CrfWeights.read(file)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void everyShortenedFileIsNoticed() throws IOException {
    CrfWeights.of(new long[] {5}, new double[11], 1).write(folder.resolve("w"));
    byte[] bytes = Files.readAllBytes(folder.resolve("w"));
    for (int length = 0; length < bytes.length; length++) {
      Path file = Files.write(folder.resolve("cut"), java.util.Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> CrfWeights.read(file)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void fileOfAnotherKindSaysSo() throws IOException {
    Path file = Files.writeString(folder.resolve("x"), "name: something else".repeat(20));
    assertThatThrownBy(() -> CrfWeights.read(file)).hasMessageContaining("not a weight file");
  }

  @Test
  void weightsThatDoNotFitTheFeaturesAreRefused() {
    assertThatThrownBy(() -> CrfWeights.of(new long[2], new double[4], 1))
        .hasMessage("weights: 4 (expected: 13)");
  }

  private static CrfWeights random() {
    return CrfWeights.of(
        new Random(1).longs(COUNT).toArray(),
        new Random(2).doubles(2 * COUNT + 9, -3, 3).toArray(),
        1);
  }

  private CrfWeights writtenAndRead(CrfWeights weights) throws IOException {
    weights.write(folder.resolve("weights.safetensors"));
    return CrfWeights.read(folder.resolve("weights.safetensors"));
  }
}
