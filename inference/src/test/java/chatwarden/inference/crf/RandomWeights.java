package chatwarden.inference.crf;

import java.util.Random;
import java.util.stream.LongStream;

/** Weights that tell features apart. */
final class RandomWeights {

  private RandomWeights() {}

  /** A random weight of begin and of inside for each of {@code features}, and random steps. */
  static CrfWeights of(LongStream features, long seed) {
    long[] known = features.distinct().toArray();
    double[] weights = new Random(seed).doubles(2 * known.length + 9, -1, 1).toArray();
    return CrfWeights.of(known, weights, 1);
  }
}
