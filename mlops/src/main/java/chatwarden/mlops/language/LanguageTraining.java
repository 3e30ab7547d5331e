package chatwarden.mlops.language;

import chatwarden.mlops.linear.SoftmaxRegression;
import chatwarden.mlops.linear.SparseRows;
import chatwarden.text.Diacritics;
import chatwarden.text.LanguageFeatures;
import chatwarden.text.LanguageScore;
import chatwarden.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Trains the scores of the language detector on lines, unmasked. Every line is also learned without
 * its diacritics and cut to its first words, since chat lines are short.
 */
public final class LanguageTraining {
  private static final double PENALTY = 0.3;
  private static final double TOLERANCE = 1e-3;
  private static final int MAX_ITERATIONS = 60;
  private static final int FIRST_WORDS = 4;

  private LanguageTraining() {}

  /**
   * Trains; the same lines give the same score. Both sides count alike, whatever their sizes.
   *
   * @param positive lines that the score is to be positive for
   * @param negative lines that it is to be negative for
   */
  public static LanguageScore train(List<String> positive, List<String> negative) {
    List<int[]> texts = new ArrayList<>();
    positive.forEach(line -> addAll(line, texts));
    int split = texts.size();
    negative.forEach(line -> addAll(line, texts));
    double[][] targets = new double[texts.size()][];
    double[] rowWeights = new double[texts.size()];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = i < split ? new double[] {0, 1} : new double[] {1, 0};
      rowWeights[i] = 0.5 * targets.length / (i < split ? split : targets.length - split);
    }
    return quantized(
        SoftmaxRegression.fit(
            rows(texts), targets, rowWeights, PENALTY, TOLERANCE, MAX_ITERATIONS));
  }

  private static void addAll(String line, List<int[]> texts) {
    String unmasked = Normalizer.standard().unmask(line).text();
    String bare = Diacritics.strip(unmasked);
    addCopies(unmasked, texts);
    if (!bare.equals(unmasked)) {
      addCopies(bare, texts);
    }
  }

  private static void addCopies(String line, List<int[]> texts) {
    String[] words = line.strip().split("\\s+");
    String start = String.join(" ", Arrays.copyOf(words, Math.min(words.length, FIRST_WORDS)));
    for (String copy : words.length > FIRST_WORDS ? List.of(line, start) : List.of(line)) {
      IntStream.Builder features = IntStream.builder();
      LanguageFeatures.each(copy, features);
      int[] all = features.build().toArray();
      if (all.length > 0) {
        texts.add(all);
      }
    }
  }

  private static SparseRows rows(List<int[]> texts) {
    SparseRows.Builder rows = new SparseRows.Builder();
    for (int[] features : texts) {
      float value = (float) (1 / Math.sqrt(features.length));
      Arrays.stream(features).sorted().forEach(feature -> rows.add(feature, value));
      rows.endRow();
    }
    return rows.build(LanguageFeatures.BUCKETS);
  }

  private static LanguageScore quantized(SoftmaxRegression.Fit fit) {
    double[] weights = new double[LanguageFeatures.BUCKETS];
    double max = Double.MIN_NORMAL;
    for (int i = 0; i < weights.length; i++) {
      weights[i] = fit.weights()[2 * i + 1] - fit.weights()[2 * i];
      max = Math.max(max, Math.abs(weights[i]));
    }
    float step = (float) (max / Byte.MAX_VALUE);
    byte[] quantized = new byte[weights.length];
    for (int i = 0; i < weights.length; i++) {
      quantized[i] = (byte) Math.round(weights[i] / step);
    }
    return new LanguageScore((float) (fit.biases()[1] - fit.biases()[0]), step, quantized);
  }
}
