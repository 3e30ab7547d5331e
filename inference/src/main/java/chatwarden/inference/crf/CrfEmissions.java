package chatwarden.inference.crf;

/**
 * Sums the weights of the features of tokens, those of {@link CrfFeatures}, but looks up only what
 * goes with pairs and triples of words: what a word has alone is remembered from earlier texts. One
 * thread at a time.
 */
final class CrfEmissions {

  private static final int REACH = CrfFeatures.REACH;
  private static final int GAPS = 4;
  private static final int MANY = 12;

  private final CrfWeights weights;
  private final WordCache<CrfWord> words;
  private final WordCache<Long> written;
  private final CrfWord before;
  private final CrfWord beyondEnd;
  private final long[] gaps = new long[GAPS * GAPS];
  private final long[] ends = new long[4];
  private final long[] counts = new long[MANY + 1];
  private CrfWord[] around = new CrfWord[64];

  CrfEmissions(CrfWeights weights) {
    this.weights = weights;
    this.words = new WordCache<>((cps, from, to) -> CrfWord.of(weights, cps, from, to));
    this.written = new WordCache<>((cps, from, to) -> asWritten(weights, cps, from, to));
    this.before = CrfWord.beyond(weights, CrfFeatures.BEFORE);
    this.beyondEnd = CrfWord.beyond(weights, CrfFeatures.AFTER);
    for (int i = 0; i < gaps.length; i++) {
      gaps[i] = weights.sum(Hash.feature(74, i / GAPS, i % GAPS));
    }
    for (int i = 0; i < ends.length; i++) {
      ends[i] = weights.sum(Hash.feature(75, i / 2, i % 2));
    }
    for (int i = 0; i < counts.length; i++) {
      counts[i] = weights.sum(Hash.feature(76, i)) + weights.sum(Hash.feature(77, 0));
    }
  }

  private static long asWritten(CrfWeights weights, int[] original, int from, int to) {
    int shape = WordShape.of(original, from, to);
    return weights.sum(Hash.feature(10, WordHash.raw(original, from, to)))
        + weights.sum(Hash.feature(72, shape))
        + weights.sum(Hash.feature(73, WordShape.rough(shape)));
  }

  /** Takes {@code text}, at least one token, in place of the last one. */
  void read(TokenizedText text) {
    int count = text.count();
    if (around.length < count + 2 * REACH) {
      around = new CrfWord[count + count / 2 + 2 * REACH];
    }
    for (int i = 0; i < REACH; i++) {
      around[i] = before;
      around[count + REACH + i] = beyondEnd;
    }
    for (int t = 0; t < count; t++) {
      around[t + REACH] = words.get(text.normalized(), text.wordStart(t), text.wordEnd(t));
    }
  }

  /** The sum of the weights of {@code token} of the text that was read, see {@link CrfWeights}. */
  long sum(TokenizedText text, int token) {
    int count = text.count();
    int last = count - 1;
    int gapBehind = token < last ? text.gap(token + 1) : GAPS - 1;
    long sum = written.get(text.original(), text.start(token), text.end(token));
    sum += gaps[text.gap(token) * GAPS + gapBehind];
    sum += ends[(token == 0 ? 2 : 0) + (token == last ? 1 : 0)];
    sum += counts[Math.min(count, MANY)];
    for (int d = -REACH; d <= REACH; d++) {
      sum += around[token + REACH + d].at(d);
    }
    return sum + neighbours(token + REACH);
  }

  private long neighbours(int c) {
    CrfWord a = around[c - 2];
    CrfWord b = around[c - 1];
    CrfWord w = around[c];
    CrfWord x = around[c + 1];
    CrfWord y = around[c + 2];
    return weights.sum(Hash.feature(14, b.sound, w.sound))
        + weights.sum(Hash.feature(15, w.sound, x.sound))
        + neighbours(33, a.word, b.word, w.word, x.word, y.word)
        + neighbours(53, a.bare, b.bare, w.bare, x.bare, y.bare);
  }

  private long neighbours(int kind, long a, long b, long w, long x, long y) {
    return weights.sum(Hash.feature(kind, b, w))
        + weights.sum(Hash.feature(kind + 1, w, x))
        + weights.sum(Hash.feature(kind + 2, a, b))
        + weights.sum(Hash.feature(kind + 3, x, y))
        + weights.sum(Hash.feature(kind + 4, b, x))
        + weights.sum(Hash.feature(kind + 5, Hash.append(b, w), x))
        + weights.sum(Hash.feature(kind + 6, Hash.append(a, b), w))
        + weights.sum(Hash.feature(kind + 7, Hash.append(w, x), y));
  }
}
