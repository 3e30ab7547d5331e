package chatwarden.inference.crf;

/**
 * How likely a text has no span at all, by a logistic regression over its {@link TextFeatures}:
 * each of n features counts 1 / sqrt(n), so that long texts are no surer than short ones.
 *
 * <p>Its weights are kept as those of a CRF: a feature's weight is that of begin, and the step from
 * outside to begin is added for every text. One thread at a time; remembers words.
 */
public final class TextScorer {

  private final CrfWeights weights;
  private final TextFeatures reader = new TextFeatures();
  private final WordCache<Word> words = new WordCache<>(this::word);
  private final SeenFeatures seen = new SeenFeatures();

  /** What a word gives to a text: its features, their weights, and what its pairs are made of. */
  private record Word(long[] features, int[] weights, long hash) {}

  /** A scorer by {@code weights}. */
  public TextScorer(CrfWeights weights) {
    this.weights = weights;
  }

  /** The probability that {@code text} has no span. */
  public double clean(TokenizedText text) {
    return clean(text.original());
  }

  /** As {@link #clean(TokenizedText)}. */
  public double clean(String text) {
    return clean(text.codePoints().toArray());
  }

  private double clean(int[] text) {
    seen.clear();
    long sum = 0;
    long before = 0;
    for (int from = 0; from < text.length; from++) {
      int to = from;
      while (to < text.length && !Spaces.isSpace(text[to])) {
        to++;
      }
      if (to > from) {
        Word word = words.get(text, from, to);
        sum += add(word);
        sum += before == 0 ? 0 : add(TextFeatures.pair(before, word.hash));
        before = word.hash;
        from = to;
      }
    }
    double score = sum * weights.scale() / Math.sqrt(Math.max(1, seen.size()));
    return 1 / (1 + Math.exp(score + weights.steps()[Lattice.BEGIN]));
  }

  /** The weights of those features of {@code word} that the text had not yet. */
  private long add(Word word) {
    long sum = 0;
    for (int i = 0; i < word.features.length; i++) {
      if (seen.add(word.features[i])) {
        sum += word.weights[i];
      }
    }
    return sum;
  }

  private long add(long feature) {
    return seen.add(feature) ? weight(feature) : 0;
  }

  private int weight(long feature) {
    return weights.get(feature) >> 16;
  }

  private Word word(int[] codePoints, int from, int to) {
    reader.read(new String(codePoints, from, to - from));
    long[] features = new long[reader.size()];
    int[] weighed = new int[features.length];
    for (int i = 0; i < features.length; i++) {
      features[i] = reader.hash(i);
      weighed[i] = weight(features[i]);
    }
    return new Word(features, weighed, reader.lastWord());
  }
}
