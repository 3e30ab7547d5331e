package chatwarden.inference.linear;

/** What {@link Patterns} say, written down run by run in floating point. */
final class PatternsByDefinition {
  private PatternsByDefinition() {}

  static void addTo(double[] scores, Patterns patterns, WordSequence words) {
    for (int length = 1; length <= Patterns.LENGTHS; length++) {
      for (int i = 0; i < patterns.count(); i++) {
        double best = Double.NEGATIVE_INFINITY;
        for (int start = 0; start < words.size(); start++) {
          best = Math.max(best, match(patterns, words, length, i, start));
        }
        int pattern = (length - 1) * patterns.count() + i;
        double found = Math.max(0, best + patterns.biases().get(pattern));
        scores[1] += found * patterns.second().get(pattern);
        scores[2] += found * patterns.third().get(pattern);
      }
    }
  }

  private static double match(
      Patterns patterns, WordSequence words, int length, int pattern, int start) {
    double match = 0;
    short[] row = new short[Patterns.slots(patterns.count())];
    for (int place = 0; place < length && start + place < words.size(); place++) {
      for (int kind = 0; kind < WordSequence.KEYS; kind++) {
        int known = patterns.table().row(words.key(start + place, kind));
        if (known >= 0) {
          patterns.table().read(known, row);
          int slot = Patterns.slot(patterns.count(), length, place) + pattern;
          match += (double) row[slot] * patterns.step();
        }
      }
    }
    return match;
  }
}
