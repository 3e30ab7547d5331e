package chatwarden.benchmarks.classifier;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import chatwarden.benchmarks.onnx.OnnxGraph;
import chatwarden.inference.linear.FeatureHasher;
import chatwarden.inference.linear.FeatureHashes;
import chatwarden.inference.linear.FeatureTable;
import chatwarden.inference.linear.FeatureView;
import chatwarden.inference.linear.LinearWeights;
import chatwarden.text.Normalizer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A linear model run by ONNX Runtime, on one thread: the rows of the weights that belong to a
 * text's features are gathered, multiplied by their TF-IDF values and added up; bias, calibration
 * and softmax follow. The features come from our own hasher and a hash map to their rows.
 *
 * <p>It holds the weights of the features that the given texts have, and drawn ones up to the
 * number of a shipped model: they are never asked for, but take their room.
 */
final class OnnxModel implements AutoCloseable {
  private final LinearWeights weights;
  private final FeatureHasher hasher;
  private final FeatureHashes hashes = new FeatureHashes();
  private final Map<Long, Integer> rows = new HashMap<>();
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;

  OnnxModel(LinearWeights weights, List<String> texts, int features, long seed)
      throws OrtException {
    this.weights = weights;
    this.hasher = new FeatureHasher(weights.lexicon());
    List<float[]> table = new ArrayList<>();
    for (String text : texts) {
      hash(text);
      for (FeatureView view : FeatureView.values()) {
        for (int i = 0; i < hashes.size(view); i++) {
          learn(hashes.hash(view, i), table);
        }
      }
    }
    SplittableRandom random = new SplittableRandom(seed);
    while (table.size() < features) {
      table.add(new float[] {(float) random.nextDouble(), (float) random.nextDouble()});
    }
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      session = environment.createSession(graph(table), options);
    }
  }

  private void hash(String text) {
    hasher.hash(Normalizer.standard().normalize(text).text(), hashes);
  }

  private void learn(long hash, List<float[]> table) {
    Optional<FeatureTable.Feature> feature = weights.table().feature(hash);
    if (feature.isPresent() && rows.putIfAbsent(hash, table.size()) == null) {
      table.add(new float[] {feature.get().second(), feature.get().third()});
    }
  }

  private byte[] graph(List<float[]> table) {
    float[] flat = new float[2 * table.size()];
    for (int i = 0; i < table.size(); i++) {
      flat[2 * i] = table.get(i)[0];
      flat[2 * i + 1] = table.get(i)[1];
    }
    float temperature = (float) weights.temperature();
    return new OnnxGraph()
        .integers("rows", 0, 0)
        .floats("values", 0, 0)
        .constant("weights", flat, table.size(), 2)
        .constant("temperature", new float[] {temperature}, 1)
        .constant("shifts", new float[] {shift(1), shift(2)}, 2)
        .constant("last", -1)
        .constant("second", 1)
        .constant("first_class", 0, 1, 0, 0)
        .node("Gather", List.of("weights", "rows"), "gathered")
        .node("Unsqueeze", List.of("values", "last"), "columns")
        .node("Mul", List.of("gathered", "columns"), "products")
        .node("ReduceSum", List.of("products", "second"), "kept")
        .node("Squeeze", List.of("kept", "second"), "sums")
        .node("Mul", List.of("sums", "temperature"), "scaled")
        .node("Add", List.of("scaled", "shifts"), "relative")
        .node("Pad", List.of("relative", "first_class"), "scores")
        .node("Softmax", List.of("scores"), "probabilities", "axis", -1)
        .result("probabilities", 0, 3)
        .model();
  }

  /** What calibration adds to a class, the bias included, relative to the first class. */
  private float shift(int k) {
    double bias = weights.biases().get(k) - weights.biases().get(0);
    double shift = weights.shifts().get(k) - weights.shifts().get(0);
    return (float) (weights.temperature() * bias + shift);
  }

  /**
   * The features of texts.
   *
   * @param rows the row of each feature, text by text, filled up with 0
   * @param values the TF-IDF value of each, filled up with 0
   * @param texts how many texts there are
   */
  record Input(LongBuffer rows, FloatBuffer values, int texts) {
    long[] shape() {
      return new long[] {texts, rows.capacity() / texts};
    }
  }

  Input features(List<String> texts) {
    List<List<Long>> allRows = new ArrayList<>();
    List<List<Float>> allValues = new ArrayList<>();
    int longest = 1;
    for (String text : texts) {
      hash(text);
      List<Long> textRows = new ArrayList<>();
      List<Float> textValues = new ArrayList<>();
      for (FeatureView view : FeatureView.values()) {
        add(view, textRows, textValues);
      }
      allRows.add(textRows);
      allValues.add(textValues);
      longest = Math.max(longest, textRows.size());
    }
    LongBuffer rowBuffer = LongBuffer.allocate(texts.size() * longest);
    FloatBuffer valueBuffer = FloatBuffer.allocate(texts.size() * longest);
    for (int text = 0; text < texts.size(); text++) {
      for (int i = 0; i < allRows.get(text).size(); i++) {
        rowBuffer.put(text * longest + i, allRows.get(text).get(i));
        valueBuffer.put(text * longest + i, allValues.get(text).get(i));
      }
    }
    return new Input(rowBuffer, valueBuffer, texts.size());
  }

  private void add(FeatureView view, List<Long> textRows, List<Float> textValues) {
    int from = textValues.size();
    double squares = 0;
    for (int i = 0; i < hashes.size(view); i++) {
      Integer row = rows.get(hashes.hash(view, i));
      Optional<FeatureTable.Feature> feature = weights.table().feature(hashes.hash(view, i));
      if (row != null && feature.isPresent()) {
        float value = hashes.frequency(view, i) * feature.get().inverseFrequency();
        squares += (double) value * value;
        textRows.add(row.longValue());
        textValues.add(value);
      }
    }
    double length = view.scaled() ? Math.sqrt(squares) : 1;
    float scale = (float) (weights.viewWeights().get(view.ordinal()) / length);
    for (int i = from; i < textValues.size(); i++) {
      textValues.set(i, textValues.get(i) * scale);
    }
  }

  /** The calibrated probabilities of three classes for every text. */
  float[][] run(Input input) {
    try (OnnxTensor rowTensor = OnnxTensor.createTensor(environment, input.rows(), input.shape());
        OnnxTensor valueTensor =
            OnnxTensor.createTensor(environment, input.values(), input.shape());
        OrtSession.Result result = session.run(Map.of("rows", rowTensor, "values", valueTensor))) {
      return (float[][]) result.get(0).getValue();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
