package chatwarden.inference.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightFileTest {
  private static final Weights SMALL =
      Weights.of("chatwarden-test", List.of("CLEAN", "OFFENSIVE"))
          .with("bytes", Tensor.of(TensorType.I8, MemorySegment.ofArray(new byte[] {1, -2, 3}), 3))
          .with("empty", Tensor.of(TensorType.I16, MemorySegment.ofArray(new byte[0]), 4))
          .with("doubles", Tensor.of(0.5, -1e300))
          .with("floats", Tensor.of(1.5f))
          .build();

  @TempDir Path folder;

  @Test
  void whatIsWrittenIsRead() throws IOException {
    Path file = write(SMALL);
    try (Arena arena = Arena.ofConfined()) {
      Weights read = WeightFile.read(file, arena);

      assertThat(read.format()).isEqualTo("chatwarden-test");
      assertThat(read.labels()).containsExactly("CLEAN", "OFFENSIVE");
      assertThat(read.tensors()).containsOnlyKeys("bytes", "empty", "doubles", "floats");
      assertThat(read.doubles("doubles", 2)).containsExactly(0.5, -1e300);
      assertThat(read.floats("floats", 1)).containsExactly(1.5f);
      assertThat(read.shape("empty", 2)).containsExactly(0L, 4L);
      assertThat(read.table("bytes", TensorType.I8, 3).data().toArray(ValueLayout.JAVA_BYTE))
          .containsExactly(1, -2, 3);
    }
  }

  /** As the format's specification has it, so that its other readers find the tensors. */
  @Test
  void theLayoutIsThatOfSafetensors() throws IOException {
    ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(write(SMALL)));
    int length = (int) file.order(ByteOrder.LITTLE_ENDIAN).getLong();
    byte[] header = new byte[length];
    file.get(header);

    assertThat((8 + length) % 64).isZero();
    assertThat(new String(header, StandardCharsets.UTF_8).strip().replaceAll("[0-9a-f]{8}", "…"))
        .isEqualTo(
            "{\"__metadata__\":{\"format\":\"chatwarden-test\",\"labels\":\"CLEAN,OFFENSIVE\","
                + "\"crc32\":\"…\"},"
                + "\"doubles\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[0,16]},"
                + "\"floats\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[16,20]},"
                + "\"empty\":{\"dtype\":\"I16\",\"shape\":[0,4],\"data_offsets\":[20,20]},"
                + "\"bytes\":{\"dtype\":\"I8\",\"shape\":[1,3],\"data_offsets\":[20,23]}}");
    assertThat(file.remaining()).isEqualTo(23);
  }

  @Test
  void theSameWeightsGiveTheSameBytes() throws IOException {
    byte[] first = Files.readAllBytes(write(SMALL));

    assertThat(Files.readAllBytes(write(SMALL))).isEqualTo(first);
  }

  @Test
  void everyDamagedByteIsFound() throws IOException {
    byte[] good = Files.readAllBytes(write(SMALL));
    for (int at = 0; at < good.length; at++) {
      byte[] bad = good.clone();
      bad[at] ^= 1;
      assertRefused(Files.write(folder.resolve("bad"), bad), "");
    }
  }

  @Test
  void everyShortenedFileIsFound() throws IOException {
    byte[] good = Files.readAllBytes(write(SMALL));
    for (int length = 0; length < good.length; length++) {
      assertRefused(Files.write(folder.resolve("bad"), Arrays.copyOf(good, length)), "");
    }
  }

  @Test
  void otherFilesAreNamed() throws IOException {
    assertRefused(Files.writeString(folder.resolve("x"), "no weights at all"), "not a weight file");
    String header = "{\"a\":{\"dtype\":\"F64\",\"shape\":[0],\"data_offsets\":[0,0]}}";
    ByteBuffer others = ByteBuffer.allocate(8 + header.length()).order(ByteOrder.LITTLE_ENDIAN);
    others.putLong(header.length()).put(header.getBytes(StandardCharsets.UTF_8));
    assertRefused(
        Files.write(folder.resolve("y"), others.array()), "expected: crc32 in its metadata");
    try (Arena arena = Arena.ofConfined()) {
      Path file = write(SMALL);
      assertThatThrownBy(() -> WeightFile.open(file, arena, "chatwarden-crf", weights -> weights))
          .hasMessage(file + ": weights of format chatwarden-test (expected: chatwarden-crf)");
    }
  }

  @Test
  void tensorsOfAnotherTypeOrShapeAreNamed() {
    assertThatThrownBy(() -> SMALL.doubles("floats", 1))
        .hasMessage("tensor floats: F32 [1] (expected: F64 [1])");
    assertThatThrownBy(() -> SMALL.table("bytes", TensorType.I8, 4))
        .hasMessage("tensor bytes: I8 [1, 3] (expected: I8 [any, 4])");
    assertThatThrownBy(() -> SMALL.vector("features", TensorType.U64))
        .hasMessage("tensor features: missing");
    assertThatThrownBy(() -> SMALL.shape("bytes", 1))
        .hasMessage("tensor bytes: shape [1, 3] (expected: 1 dimensions)");
  }

  private Path write(Weights weights) throws IOException {
    Path file = folder.resolve("weights.safetensors");
    WeightFile.write(file, weights);
    return file;
  }

  private static void assertRefused(Path file, String problem) {
    try (Arena arena = Arena.ofConfined()) {
      assertThatThrownBy(() -> WeightFile.read(file, arena))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(file + ": ")
          .hasMessageContaining(problem);
    }
  }
}
