package chatwarden.inference.crf;

/**
 * A CRF's numbers of a word, wherever it occurs: the hashes that features of neighbours are made
 * of, and the weights of the features that are its alone, summed for every distance to the token
 * that has them. Weights are as {@link CrfWeights#sum} gives them. Immutable.
 */
final class CrfWord {

  private static final int REACH = CrfFeatures.REACH;

  final long word;
  final long bare;
  final long sound;
  private final long[] sums = new long[2 * REACH + 1];

  private CrfWord(CrfWeights weights, long word, long bare, long sound) {
    this.word = word;
    this.bare = bare;
    this.sound = sound;
    for (int d = -REACH; d <= REACH; d++) {
      long sum = 0;
      if (Math.abs(d) <= 1) {
        sum += weights.sum(Hash.feature(d == 0 ? 11 : d < 0 ? 12 : 13, sound));
      }
      if (Math.abs(d) <= 2) {
        sum += weights.sum(Hash.feature(30 + d, word)) + weights.sum(Hash.feature(50 + d, bare));
      } else {
        sum += weights.sum(Hash.feature(d < 0 ? 70 : 71, word));
      }
      sums[d + REACH] = sum;
    }
  }

  /** The word in {@code [from, to)} of {@code normalized}. */
  static CrfWord of(CrfWeights weights, int[] normalized, int from, int to) {
    CrfWord word =
        new CrfWord(
            weights,
            WordHash.word(normalized, from, to),
            WordHash.bare(normalized, from, to),
            WordHash.sound(normalized, from, to));
    WordGrams grams = new WordGrams(CrfFeatures.LETTERS);
    grams.ofWord(normalized, from, to).each(80, feature -> word.addOwn(weights.sum(feature)));
    grams.ofBare(normalized, from, to).each(90, feature -> word.addOwn(weights.sum(feature)));
    return word;
  }

  /** Returns the numbers of all words beyond one end of a text. */
  static CrfWord beyond(CrfWeights weights, long hash) {
    return new CrfWord(weights, hash, hash, hash);
  }

  private void addOwn(long weights) {
    sums[REACH] += weights;
  }

  /** The weights that a token gets from this word {@code distance} after it. */
  long at(int distance) {
    return sums[distance + REACH];
  }
}
