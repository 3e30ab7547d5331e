package chatwarden.inference.linear;

import chatwarden.inference.classifier.ClassProbabilities;
import chatwarden.inference.classifier.Classifier;
import chatwarden.inference.classifier.DecisionRule;
import chatwarden.inference.classifier.Explanation;
import chatwarden.inference.classifier.Judgement;
import chatwarden.inference.classifier.Question;
import chatwarden.inference.weights.WeightFile;
import chatwarden.text.Normalizer;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The linear stage 1 model: hashed n-grams of four views, multinomial logistic regression, patterns
 * of words on top, calibrated probabilities. Its computation is described at {@link LinearWeights};
 * its file at {@link LinearFile}. Runs on the calling thread; one call's memory does not grow with
 * the model.
 */
public final class LinearClassifier implements Classifier {
  /** The name of the weight file within a model's directory, see {@link WeightFile#names}. */
  public static final String WEIGHTS = "weights";

  private final Arena arena;
  private final LinearWeights weights;
  private final DecisionRule rule;
  private final Normalizer normalizer = Normalizer.standard();

  /** Scorers that no call uses now: their memory is not worth making anew for every call. */
  private final Queue<LinearScorer> idle = new ConcurrentLinkedQueue<>();

  private LinearClassifier(Arena arena, LinearWeights weights) {
    this.arena = arena;
    this.weights = weights;
    this.rule = weights.rule();
  }

  /**
   * Opens the model in {@code modelDirectory}.
   *
   * @throws IOException if its weight file is missing, damaged or of another format version
   */
  public static LinearClassifier open(Path modelDirectory) throws IOException {
    @SuppressWarnings("MustBeClosed") // close() closes it
    Arena arena = Arena.ofShared();
    try {
      Path file = WeightFile.in(modelDirectory, WEIGHTS);
      return new LinearClassifier(arena, LinearFile.open(file, arena));
    } catch (IOException | RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  @Override
  public List<String> labels() {
    return weights.labels();
  }

  @Override
  public List<ClassProbabilities> classify(List<String> texts) {
    return answers(texts).stream().map(Judgement::classes).toList();
  }

  @Override
  public List<Judgement> judge(List<Question> questions) {
    return answers(questions.stream().map(Question::text).toList());
  }

  private List<Judgement> answers(List<String> texts) {
    requireOpen();
    LinearScorer scorer = scorer();
    List<Judgement> answers = new ArrayList<>(texts.size());
    for (String text : texts) {
      double[] scores = scorer.score(normalizer.normalize(text).text());
      answers.add(new Judgement(rule.decide(scores), Map.of(), "", scorer.unknownNgrams()));
    }
    idle.add(scorer);
    return answers;
  }

  private LinearScorer scorer() {
    LinearScorer scorer = idle.poll();
    return scorer == null ? new LinearScorer(weights) : scorer;
  }

  @Override
  public Explanation explain(String text, float threshold) {
    requireOpen();
    return new Explainer(new LinearScorer(weights), weights.lexicon(), rule)
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
