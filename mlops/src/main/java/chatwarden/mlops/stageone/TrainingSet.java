package chatwarden.mlops.stageone;

import chatwarden.inference.linear.FeatureHasher;
import chatwarden.inference.linear.FeatureHashes;
import chatwarden.mlops.data.JudgedSentences.Sentence;
import chatwarden.mlops.data.LabelledText;
import chatwarden.mlops.evasion.Evasion;
import chatwarden.mlops.evasion.EvasionKind;
import chatwarden.mlops.patterns.Spellings;
import chatwarden.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The features of every labelled text; after these, of the sentences of marked texts; after these,
 * of obfuscated copies of the labelled texts, where their normalised forms differ. Arrays are not
 * to be changed.
 *
 * @param features of every row
 * @param truth the class of every row
 * @param folds the fold of every row; duplicates and copies share that of their original
 * @param labelled how many rows are labelled texts
 * @param originals how many rows are no copies
 * @param spellings of the words of all rows that are no copies
 */
record TrainingSet(
    List<FeatureHashes> features,
    int[] truth,
    int[] folds,
    int labelled,
    int originals,
    Spellings spellings) {

  private static final int CLEAN = StageOneTraining.LABELS.indexOf("CLEAN");

  /**
   * What a fit learns from.
   *
   * @param features of every row
   * @param truth the class of every row
   * @param rowWeights how much every row counts
   * @param originals how many rows are no copies; they come first
   */
  record Part(List<FeatureHashes> features, int[] truth, double[] rowWeights, int originals) {}

  static TrainingSet of(
      List<LabelledText> rows,
      List<Sentence> sentences,
      SpanLexicon spans,
      StageOneSettings settings,
      boolean withCopies) {
    Builder set = new Builder();
    List<String> normalized = new ArrayList<>();
    for (LabelledText row : rows) {
      String own = normalize(row.text());
      normalized.add(own);
      set.add(own, spans, own, row.label(), fold(own, settings));
      set.spell(own);
    }
    for (Sentence sentence : sentences) {
      String own = normalize(sentence.judged().text());
      String origin = normalize(sentence.origin().text());
      set.add(own, spans, origin, sentence.judged().label(), fold(own, settings));
      set.spell(own);
    }
    for (int i = 0; i < rows.size() && withCopies; i++) {
      String own = normalized.get(i);
      for (String copy : copies(rows.get(i).text(), own, settings.seed())) {
        set.add(copy, spans, own, rows.get(i).label(), fold(own, settings));
      }
    }
    return set.build(rows.size(), rows.size() + sentences.size());
  }

  /** A copy in a way that is drawn, and one without diacritics, which normalising cannot undo. */
  private static Set<String> copies(String text, String own, long seed) {
    Set<String> copies = new LinkedHashSet<>();
    copies.add(normalize(Evasion.obfuscate(text, seed)));
    copies.add(normalize(Evasion.obfuscate(text, EvasionKind.DROPPED_DIACRITICS, seed)));
    copies.remove(own);
    return copies;
  }

  /** Returns the rows that are not in {@code fold}, weighted as the settings say. */
  Part without(int fold, StageOneSettings settings) {
    return part(i -> folds[i] != fold, settings);
  }

  /** Returns all rows, weighted as the settings say. */
  Part whole(StageOneSettings settings) {
    return part(i -> true, settings);
  }

  private Part part(IntPredicate wanted, StageOneSettings settings) {
    double copyWeight = settings.copyWeight();
    int[] kept =
        IntStream.range(0, copyWeight > 0 ? truth.length : originals).filter(wanted).toArray();
    return new Part(
        IntStream.of(kept).mapToObj(features::get).toList(),
        IntStream.of(kept).map(i -> truth[i]).toArray(),
        IntStream.of(kept).mapToDouble(i -> weight(i, settings)).toArray(),
        (int) IntStream.of(kept).filter(i -> i < originals).count());
  }

  private double weight(int row, StageOneSettings settings) {
    if (row < labelled) {
      return 1;
    }
    if (row >= originals) {
      return settings.copyWeight();
    }
    return truth[row] == CLEAN ? settings.cleanSentenceWeight() : settings.markedSentenceWeight();
  }

  static String normalize(String text) {
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
    private final List<Integer> folds = new ArrayList<>();
    private final Spellings spellings = new Spellings();

    /** Adds a text; its word scores are those without the marks of {@code origin}. */
    void add(String text, SpanLexicon spans, String origin, int label, int fold) {
      new FeatureHasher(spans.without(origin)).hash(text, hashes);
      features.add(hashes.compact());
      truth.add(label);
      folds.add(fold);
    }

    void spell(String text) {
      MarkedWords.words(text).forEach(spellings::add);
    }

    TrainingSet build(int labelled, int originals) {
      return new TrainingSet(
          List.copyOf(features),
          truth.stream().mapToInt(Integer::intValue).toArray(),
          folds.stream().mapToInt(Integer::intValue).toArray(),
          labelled,
          originals,
          spellings);
    }
  }
}
