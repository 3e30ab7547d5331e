package chatwarden.inference.subword;

import chatwarden.inference.classifier.ClassProbabilities;
import chatwarden.inference.classifier.Classifier;
import chatwarden.inference.classifier.Explanation;
import chatwarden.inference.linear.Explainer;
import chatwarden.inference.linear.WordScores;
import chatwarden.inference.weights.WeightFile;
import chatwarden.text.Normalizer;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The subword stage 1 model, after fastText (Joulin et al., Bag of Tricks for Efficient Text
 * Classification, 2017): averaged embeddings of words and parts of words with logistic regression
 * on top. Its computation is described at {@link SubwordWeights}; its file at {@link SubwordFile}.
 * Runs on the calling thread.
 */
public final class SubwordClassifier implements Classifier {
  /** The name of the weight file within a model's directory, see {@link WeightFile#names}. */
  public static final String WEIGHTS = "subword";

  private final Arena arena;
  private final SubwordWeights weights;
  private final Normalizer normalizer = Normalizer.standard();

  private SubwordClassifier(Arena arena, SubwordWeights weights) {
    this.arena = arena;
    this.weights = weights;
  }

  /**
   * Opens the model in {@code modelDirectory}.
   *
   * @throws IOException if its weight file is missing, damaged or of another format version
   */
  public static SubwordClassifier open(Path modelDirectory) throws IOException {
    @SuppressWarnings("MustBeClosed") // close() closes it
    Arena arena = Arena.ofShared();
    try {
      Path file = WeightFile.in(modelDirectory, WEIGHTS);
      return new SubwordClassifier(arena, SubwordFile.open(file, arena));
    } catch (IOException | RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  @Override
  public List<String> labels() {
    return weights.rule().labels();
  }

  @Override
  public List<ClassProbabilities> classify(List<String> texts) {
    requireOpen();
    SubwordScorer scorer = new SubwordScorer(weights);
    List<ClassProbabilities> answers = new ArrayList<>(texts.size());
    for (String text : texts) {
      answers.add(weights.rule().decide(scorer.score(normalizer.normalize(text).text())));
    }
    return answers;
  }

  @Override
  public Explanation explain(String text, float threshold) {
    requireOpen();
    return new Explainer(new SubwordScorer(weights), WordScores.NONE, weights.rule())
        .explain(text, threshold);
  }

  private void requireOpen() {
    if (!arena.scope().isAlive()) {
      throw new IllegalStateException("classifier: closed (expected: open)");
    }
  }

  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }
}
