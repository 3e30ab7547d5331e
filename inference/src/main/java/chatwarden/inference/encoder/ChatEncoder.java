package chatwarden.inference.encoder;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import chatwarden.inference.transformer.TokenWindow;
import chatwarden.runtime.error.FaultCode;
import chatwarden.text.Normalizer;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The project's own encoder in ONNX: {@code input_ids} and {@code attention_mask}, int64 [texts,
 * tokens], to {@code classes}, log probabilities [texts, heads, 3], and {@code kinds}, logits
 * [texts, kinds], and, where it has them, {@code spans}, logits [texts, tokens, heads]. Reads texts
 * {@linkplain Normalizer#unmask unmasked}; a text longer than it reads at once in windows that
 * overlap by a quarter.
 *
 * <p>An answer depends on its text alone: the weights' scales and those of the products' inputs are
 * fixed, and padding is masked. So the answers to the last texts are kept and given again. Computes
 * on the thread that calls it; safe for any number of threads at once.
 */
public final class ChatEncoder implements AutoCloseable {
  /** The ONNX file within a model's folder. */
  public static final String MODEL = "encoder.onnx";

  /** The tokenizer within a model's folder. */
  public static final String TOKENIZER = "tokenizer.json";

  /** The facts within a model's folder. */
  public static final String FACTS = "encoder.json";

  /** The most tokens of a run, padding included, unless one window alone has more. */
  private static final int RUN_TOKENS = 512;

  private static final int CLASSES = 3;
  private static final String CLASS_OUTPUT = "classes";
  private static final String KIND_OUTPUT = "kinds";
  private static final String SPAN_OUTPUT = "spans";

  private final LoadedEncoder loaded;
  private final EncoderFacts facts;
  private final Set<String> outputs;
  private boolean closed;

  private ChatEncoder(LoadedEncoder loaded) {
    this.loaded = loaded;
    this.facts = loaded.facts();
    this.outputs =
        loaded.session().getOutputNames().contains(SPAN_OUTPUT)
            ? Set.of(CLASS_OUTPUT, KIND_OUTPUT, SPAN_OUTPUT)
            : Set.of(CLASS_OUTPUT, KIND_OUTPUT);
  }

  /**
   * Opens the encoder in {@code folder}; whoever gets it closes it. Encoders of the same files
   * share their memory.
   *
   * @throws IOException if a file is missing, or they do not fit each other
   */
  public static ChatEncoder open(Path folder) throws IOException {
    ChatEncoder encoder = new ChatEncoder(LoadedEncoder.open(folder));
    try {
      requireOutputs(encoder.loaded.session(), folder);
      encoder.requireShapes(folder);
      return encoder;
    } catch (IOException | RuntimeException e) {
      encoder.close();
      throw e;
    }
  }

  private static void requireOutputs(OrtSession session, Path folder) throws IOException {
    Set<String> expected = Set.of(CLASS_OUTPUT, KIND_OUTPUT);
    if (!session.getOutputNames().containsAll(expected)) {
      throw new IOException(
          "%s: outputs %s (expected: %s)"
              .formatted(folder.resolve(MODEL), session.getOutputNames(), expected));
    }
  }

  private void requireShapes(Path folder) throws IOException {
    try {
      read(List.of("."));
    } catch (IllegalStateException e) {
      throw new IOException(folder.resolve(FACTS) + ": " + e.getMessage(), e);
    }
  }

  /** Returns the facts of its {@code encoder.json}. */
  public EncoderFacts facts() {
    return facts;
  }

  /** Returns the scores of every text, in their order; null for a blank one. */
  public List<@Nullable EncoderAnswer> read(List<String> texts) {
    List<String> unmasked =
        texts.stream().map(text -> Normalizer.standard().unmask(text).text()).toList();
    List<AnswerCache.Key> keys = unmasked.stream().map(AnswerCache.Key::of).toList();
    Map<AnswerCache.Key, String> byKey = new LinkedHashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      byKey.put(keys.get(i), unmasked.get(i));
    }
    Map<AnswerCache.Key, EncoderAnswer> found = loaded.answers().answers(byKey, this::readUnmasked);
    List<@Nullable EncoderAnswer> answers = new ArrayList<>(keys.size());
    keys.forEach(key -> answers.add(found.get(key)));
    return answers;
  }

  /** Returns the scores of texts that are unmasked, whether an answer is kept or not. */
  List<@Nullable EncoderAnswer> readUnmasked(List<String> texts) {
    List<TokenWindow> windows = new ArrayList<>(loaded.tokenizer().windows(texts));
    windows.sort(Comparator.comparing(TokenWindow::length));
    @Nullable EncoderAnswer[] answers = new EncoderAnswer[texts.size()];
    for (int from = 0; from < windows.size(); ) {
      int to = from + 1;
      while (to < windows.size() && windows.get(to).length() * (to + 1 - from) <= RUN_TOKENS) {
        to++;
      }
      run(windows.subList(from, to), answers);
      from = to;
    }
    return Arrays.asList(answers);
  }

  /** Runs windows, the longest last, and keeps the worst answer of each text. */
  private void run(List<TokenWindow> windows, @Nullable EncoderAnswer[] answers) {
    int rows = windows.size();
    int longest = windows.getLast().length();
    long[] ids = new long[rows * longest];
    long[] mask = new long[rows * longest];
    for (int row = 0; row < rows; row++) {
      Encoding encoding = windows.get(row).encoding();
      System.arraycopy(encoding.getIds(), 0, ids, row * longest, encoding.getIds().length);
      Arrays.fill(mask, row * longest, row * longest + encoding.getIds().length, 1);
    }
    long[] shape = {rows, longest};
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OnnxTensor input = OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), shape);
        OnnxTensor masked = OnnxTensor.createTensor(environment, LongBuffer.wrap(mask), shape);
        OrtSession.Result result =
            loaded.session().run(Map.of("input_ids", input, "attention_mask", masked), outputs)) {
      double[] classes = numbers(result, CLASS_OUTPUT, rows * facts.heads().size() * CLASSES);
      double[] kinds = numbers(result, KIND_OUTPUT, rows * facts.kinds().size());
      double[] spans =
          outputs.contains(SPAN_OUTPUT)
              ? numbers(result, SPAN_OUTPUT, rows * longest * facts.heads().size())
              : new double[0];
      for (int row = 0; row < rows; row++) {
        int tokens = windows.get(row).encoding().getIds().length;
        double[] largest =
            spans.length == 0 ? spans : largest(spans, row * longest, tokens, facts.heads().size());
        EncoderAnswer answer = answer(classes, kinds, largest, row);
        EncoderAnswer before = answers[windows.get(row).text()];
        if (before == null || answer.clean() < before.clean()) {
          answers[windows.get(row).text()] = answer;
        }
      }
    } catch (OrtException e) {
      throw FaultCode.INTERNAL.exception("INFERENCE_FAILED", "ONNX Runtime failed", e);
    }
  }

  /**
   * Returns the largest logit of each head over the tokens of a row, the first, special one aside.
   */
  private static double[] largest(double[] spans, int from, int tokens, int heads) {
    double[] largest = new double[heads];
    Arrays.fill(largest, Double.NEGATIVE_INFINITY);
    for (int token = 1; token < tokens; token++) {
      for (int head = 0; head < heads; head++) {
        largest[head] = Math.max(largest[head], spans[(from + token) * heads + head]);
      }
    }
    return largest;
  }

  private EncoderAnswer answer(double[] classes, double[] kinds, double[] spans, int row) {
    double[][] byHead = new double[facts.heads().size()][CLASSES];
    for (int head = 0; head < byHead.length; head++) {
      int at = (row * byHead.length + head) * CLASSES;
      System.arraycopy(classes, at, byHead[head], 0, CLASSES);
    }
    double[] own = new double[facts.kinds().size()];
    System.arraycopy(kinds, row * own.length, own, 0, own.length);
    return new EncoderAnswer(byHead, own, spans);
  }

  private static double[] numbers(OrtSession.Result result, String output, int expected) {
    FloatBuffer buffer = ((OnnxTensor) result.get(output).orElseThrow()).getFloatBuffer();
    if (buffer.remaining() != expected) {
      throw new IllegalStateException(
          "output %s: %d numbers (expected: %d)".formatted(output, buffer.remaining(), expected));
    }
    double[] numbers = new double[expected];
    for (int i = 0; i < expected; i++) {
      numbers[i] = buffer.get(i);
    }
    return numbers;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      loaded.release();
    }
  }
}
