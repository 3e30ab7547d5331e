package chatwarden.inference.neural;

import chatwarden.inference.crf.TokenIds;
import chatwarden.inference.weights.Tensor;
import chatwarden.inference.weights.TensorType;
import chatwarden.inference.weights.WeightFile;
import chatwarden.inference.weights.Weights;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Files of {@link Embeddings}. */
final class SmallEmbeddings {

  private SmallEmbeddings() {}

  /** Writes embeddings of any numbers, the largest and the smallest among them. */
  static Path write(Path path, int members, int width) throws IOException {
    return write(path, TokenIds.ROWS, members, width);
  }

  static Path write(Path path, long... shape) throws IOException {
    int size = 1;
    for (long dimension : shape) {
      size *= (int) dimension;
    }
    byte[] rows = new byte[size];
    new Random(1).nextBytes(rows);
    List<Long> dimensions = Arrays.stream(shape).boxed().toList();
    Tensor tensor = new Tensor(TensorType.I8, dimensions, MemorySegment.ofArray(rows));
    WeightFile.write(path, Weights.of("chatwarden-embeddings").with("embeddings", tensor).build());
    return path;
  }
}
