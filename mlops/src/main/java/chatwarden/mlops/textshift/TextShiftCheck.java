package chatwarden.mlops.textshift;

import chatwarden.domain.drift.DriftState;
import chatwarden.mlops.linear.SparseRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import smile.stat.distribution.TDistribution;

/**
 * Compares the texts of two windows, language by language, by a {@link WindowClassifier}. The
 * threshold comes from the reference alone: it is cut into {@value #PARTS} parts in the order of
 * time, each part is separated from the others in the same way, and the threshold is the upper end
 * of the interval of the next such area (a one-sided prediction interval by Student's t), at a rate
 * of false alarms of {@value #FALSE_ALARMS} over all languages together, and at least {@value
 * #MIN_AREA}. The current window is reduced to the size of a part, so that both areas come from as
 * many texts. The same texts give the same result.
 *
 * @param minTexts how many texts a window needs, at least 1
 */
public record TextShiftCheck(int minTexts) {
  static final int PARTS = 7;
  static final double FALSE_ALARMS = 0.01;
  static final double MIN_AREA = 0.55;

  private static final int MAX_NGRAMS = 20;
  private static final long SEED = 20_260_101;

  /** Checks the number of texts. */
  public TextShiftCheck {
    if (minTexts < 1) {
      throw new IllegalArgumentException("minTexts: " + minTexts + " (expected: >= 1)");
    }
  }

  /** Returns a result for each language of the current window, in order. */
  public List<TextShift> compare(List<AuthoredText> reference, List<AuthoredText> current) {
    Map<String, List<AuthoredText>> before = byLanguage(reference);
    Map<String, List<AuthoredText>> now = byLanguage(current);
    long comparable =
        now.entrySet().stream()
            .filter(
                entry ->
                    isComparable(before.getOrDefault(entry.getKey(), List.of()), entry.getValue()))
            .count();
    List<TextShift> shifts = new ArrayList<>();
    now.forEach(
        (language, texts) -> {
          List<AuthoredText> old = before.getOrDefault(language, List.of());
          shifts.add(
              isComparable(old, texts)
                  ? compare(language, old, texts, FALSE_ALARMS / comparable)
                  : TextShift.tooFew(language, old.size(), texts.size()));
        });
    return shifts;
  }

  private boolean isComparable(List<AuthoredText> before, List<AuthoredText> now) {
    return Math.min(before.size(), now.size()) >= Math.max(minTexts, PARTS);
  }

  private static Map<String, List<AuthoredText>> byLanguage(List<AuthoredText> texts) {
    return texts.stream()
        .collect(Collectors.groupingBy(AuthoredText::language, TreeMap::new, Collectors.toList()));
  }

  private static TextShift compare(
      String language, List<AuthoredText> reference, List<AuthoredText> current, double rate) {
    List<AuthoredText> texts = inTime(reference);
    int before = texts.size();
    int part = before / PARTS;
    List<AuthoredText> drawn = new ArrayList<>(current);
    Collections.shuffle(drawn, new Random(SEED));
    texts.addAll(drawn.subList(0, Math.min(part, drawn.size())));
    SharedNgrams ngrams = SharedNgrams.gather(texts);
    if (ngrams.size() == 0) {
      return TextShift.tooFew(language, before, current.size());
    }
    SparseRows rows = ngrams.rows(texts);
    WindowClassifier classifier = new WindowClassifier(texts, rows, SEED);
    double threshold = threshold(classifier, before, rate);
    int[] all = IntStream.range(0, texts.size()).toArray();
    boolean[] isCurrent = window(texts.size(), before, texts.size());
    RocArea separation = classifier.separation(all, isCurrent);
    double area = separation.area();
    double[] interval = separation.interval(SEED);
    return new TextShift(
        language,
        area > threshold ? DriftState.DRIFTED : DriftState.STABLE,
        area,
        interval[0],
        interval[1],
        threshold,
        before,
        current.size(),
        separating(ngrams, rows, isCurrent, classifier.weights(all, isCurrent)));
  }

  /**
   * Returns the texts in the order of time; those of one time in any order, but always the same.
   */
  private static List<AuthoredText> inTime(List<AuthoredText> texts) {
    List<AuthoredText> ordered = new ArrayList<>(texts);
    Collections.shuffle(ordered, new Random(SEED));
    ordered.sort(Comparator.comparing(AuthoredText::time));
    return ordered;
  }

  private static boolean[] window(int size, int from, int to) {
    boolean[] is = new boolean[size];
    Arrays.fill(is, from, to, true);
    return is;
  }

  private static double threshold(WindowClassifier classifier, int before, double rate) {
    double[] areas = new double[PARTS];
    int[] reference = IntStream.range(0, before).toArray();
    for (int i = 0; i < PARTS; i++) {
      int from = (int) ((long) before * i / PARTS);
      int to = (int) ((long) before * (i + 1) / PARTS);
      areas[i] = classifier.separation(reference, window(before, from, to)).area();
    }
    double mean = Arrays.stream(areas).average().orElseThrow();
    double squares = Arrays.stream(areas).map(area -> (area - mean) * (area - mean)).sum();
    double spread = Math.sqrt(squares / (PARTS - 1) * (1 + 1.0 / PARTS));
    double quantile = new TDistribution(PARTS - 1).quantile(1 - rate);
    return Math.clamp(mean + quantile * spread, MIN_AREA, 1);
  }

  private static List<SeparatingNgram> separating(
      SharedNgrams ngrams, SparseRows rows, boolean[] isCurrent, double[] weights) {
    int[][] texts = new int[2][ngrams.size()];
    int[] sizes = new int[2];
    for (int row = 0; row < rows.rows(); row++) {
      int side = isCurrent[row] ? 1 : 0;
      sizes[side]++;
      for (int i = rows.starts()[row]; i < rows.starts()[row + 1]; i++) {
        texts[side][rows.indices()[i]]++;
      }
    }
    double[] gains = new double[ngrams.size()];
    for (int i = 0; i < gains.length; i++) {
      gains[i] = weights[i] * ((double) texts[1][i] / sizes[1] - (double) texts[0][i] / sizes[0]);
    }
    return IntStream.range(0, gains.length)
        .filter(i -> gains[i] > 0)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -gains[i]))
        .limit(MAX_NGRAMS)
        .map(
            i ->
                new SeparatingNgram(
                    ngrams.words(i),
                    (double) texts[0][i] / sizes[0],
                    (double) texts[1][i] / sizes[1],
                    ngrams.authors(i)))
        .toList();
  }
}
