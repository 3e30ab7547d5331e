package chatwarden.inference.transformer;

import chatwarden.inference.classifier.ClassProbabilities;
import chatwarden.inference.classifier.Classifier;
import chatwarden.inference.classifier.Explanation;
import chatwarden.inference.classifier.OcclusionExplainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A stage 1 model of any architecture, as Hugging Face's tools export text classifiers to ONNX.
 *
 * <p>A text that is longer than the model reads goes through it in windows that overlap by a
 * quarter; the window with the highest offensive probability answers for the text. A blank text is
 * clean. It computes on the thread that calls it.
 */
public final class TransformerClassifier implements Classifier {

  private final ExportedModel model;
  private final LabelMap map;
  private volatile boolean closed;

  private TransformerClassifier(ExportedModel model, LabelMap map) {
    this.model = model;
    this.map = map;
  }

  /**
   * Opens a model.
   *
   * @param model the ONNX file
   * @param tokenizer the {@code tokenizer.json} that it was made for
   * @param config the {@code config.json}, for {@code id2label}, {@code problem_type}, {@code
   *     max_position_embeddings} and {@code pad_token_id}
   * @param labels the map of its labels, such as {@code toxic=OFFENSIVE, neutral=CLEAN}; empty
   *     where they have the names of {@code known}
   * @param known the labels of the API, {@code CLEAN} first
   * @throws IOException if one of the files cannot be read, or they do not fit each other
   * @throws IllegalArgumentException if the map is not one of the model's labels
   */
  public static TransformerClassifier open(
      Path model, Path tokenizer, Path config, String labels, List<String> known)
      throws IOException {
    ExportConfig facts = ExportConfig.read(config);
    LabelMap map = LabelMap.of(facts.labels(), labels, known, facts.multiLabel());
    return new TransformerClassifier(
        ExportedModel.open(model, tokenizer, facts, ExportedModel.Scored.WINDOWS), map);
  }

  @Override
  public List<String> labels() {
    return map.labels();
  }

  @Override
  public List<ClassProbabilities> classify(List<String> texts) {
    if (closed) {
      throw new IllegalStateException("classifier: closed (expected: open)");
    }
    double[][] answers = new double[texts.size()][];
    model.score(
        texts,
        (window, scores, at) -> {
          double[] read = map.probabilities(scores, at);
          double[] before = answers[window.text()];
          if (before == null || read[0] < before[0]) {
            answers[window.text()] = read;
          }
        });
    List<ClassProbabilities> classified = new ArrayList<>(texts.size());
    for (double[] answer : answers) {
      classified.add(probabilities(answer == null ? clean() : answer));
    }
    return classified;
  }

  @Override
  public Explanation explain(String text, float threshold) {
    return new OcclusionExplainer(this::classify).explain(text, threshold);
  }

  private double[] clean() {
    double[] clean = new double[map.labels().size()];
    clean[0] = 1;
    return clean;
  }

  private ClassProbabilities probabilities(double[] answer) {
    List<Float> probabilities = new ArrayList<>(answer.length);
    int best = 0;
    for (int k = 0; k < answer.length; k++) {
      probabilities.add((float) answer[k]);
      best = answer[k] > answer[best] ? k : best;
    }
    return new ClassProbabilities(map.labels(), probabilities, map.labels().get(best));
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      model.close();
    }
  }
}
