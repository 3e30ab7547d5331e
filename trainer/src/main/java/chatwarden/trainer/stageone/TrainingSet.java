package chatwarden.trainer.stageone;

import chatwarden.classifier.linear.FeatureHasher;
import chatwarden.classifier.linear.FeatureHashes;
import chatwarden.text.Normalizer;
import chatwarden.trainer.data.LabelledText;
import chatwarden.trainer.evasion.Evasion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a fit learns from: the features of every text and, behind all of these, of an obfuscated
 * copy of every text whose normalised form differs. Arrays are not to be changed.
 *
 * @param features of every row
 * @param truth the class of every row
 * @param rowWeights how much every row counts
 * @param folds the fold of every row; duplicates and copies share that of their original
 * @param originals how many rows are no copies; they come first
 */
record TrainingSet(
    List<FeatureHashes> features, int[] truth, double[] rowWeights, int[] folds, int originals) {

  static TrainingSet of(List<LabelledText> rows, SpanLexicon spans, StageOneSettings settings) {
    Builder set = new Builder();
    List<String> normalized = new ArrayList<>();
    for (LabelledText row : rows) {
      String own = normalize(row.text());
      normalized.add(own);
      set.add(own, spans, own, row.label(), 1, fold(own, settings));
    }
    int originals = rows.size();
    for (int i = 0; i < originals && settings.copyWeight() > 0; i++) {
      String own = normalized.get(i);
      String copy = normalize(Evasion.obfuscate(rows.get(i).text(), settings.seed()));
      if (!copy.equals(own)) {
        int label = rows.get(i).label();
        set.add(copy, spans, own, label, settings.copyWeight(), fold(own, settings));
      }
    }
    return set.build(originals);
  }

  /** Returns the rows that are not in {@code fold}; how many of them are originals is not told. */
  TrainingSet without(int fold) {
    int[] kept = IntStream.range(0, truth.length).filter(i -> folds[i] != fold).toArray();
    return new TrainingSet(
        Arrays.stream(kept).mapToObj(features::get).toList(),
        Arrays.stream(kept).map(i -> truth[i]).toArray(),
        Arrays.stream(kept).mapToDouble(i -> rowWeights[i]).toArray(),
        Arrays.stream(kept).map(i -> folds[i]).toArray(),
        0);
  }

  private static String normalize(String text) {
    return Normalizer.standard().normalize(text).text();
  }

  private static int fold(String normalized, StageOneSettings settings) {
    long mixed = (normalized.hashCode() + settings.seed()) * 0x9E3779B97F4A7C15L;
    return (int) Long.remainderUnsigned(mixed ^ (mixed >>> 32), settings.folds());
  }

  private static final class Builder {
    private final FeatureHashes hashes = new FeatureHashes();
    private final List<FeatureHashes> features = new ArrayList<>();
    private final List<Integer> truth = new ArrayList<>();
    private final List<Double> rowWeights = new ArrayList<>();
    private final List<Integer> folds = new ArrayList<>();

    /** Adds a text; its word scores are those without the marks of the text {@code own}. */
    void add(String text, SpanLexicon spans, String own, int label, double weight, int fold) {
      new FeatureHasher(spans.without(own)).hash(text, hashes);
      features.add(hashes.compact());
      truth.add(label);
      rowWeights.add(weight);
      folds.add(fold);
    }

    TrainingSet build(int originals) {
      return new TrainingSet(
          List.copyOf(features),
          truth.stream().mapToInt(Integer::intValue).toArray(),
          rowWeights.stream().mapToDouble(Double::doubleValue).toArray(),
          folds.stream().mapToInt(Integer::intValue).toArray(),
          originals);
    }
  }
}
