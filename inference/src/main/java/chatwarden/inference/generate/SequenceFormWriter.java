package chatwarden.inference.generate;

import ai.onnxruntime.OnnxTensor;
import chatwarden.inference.edit.FormWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Writes forms by an encoder and decoder that read the states of the edit network, the likeliest
 * token each time. Computes on the thread that calls it; safe for any number of threads at once.
 */
public final class SequenceFormWriter implements FormWriter {
  /** The files of a model. */
  public static final List<String> FILES =
      List.of(SequenceModel.ENCODER, SequenceModel.DECODER, "config.json");

  private static final String STATES = "states";

  private final SequenceModel model;
  private final List<Long> endTokens;

  private SequenceFormWriter(SequenceModel model, List<Long> endTokens) {
    this.model = model;
    this.endTokens = List.copyOf(endTokens);
  }

  /**
   * Opens the model in {@code folder}.
   *
   * @throws IOException if a file is missing, or they do not fit each other
   */
  public static SequenceFormWriter open(Path folder) throws IOException {
    GenerationSettings settings =
        GenerationSettings.read(folder.resolve("config.json"), Map.of(), true);
    return new SequenceFormWriter(
        SequenceModel.open(folder, settings.start()), settings.decoding().endTokens());
  }

  @Override
  public List<Long> write(long[] tokens, float[] states, int maxTokens) {
    try (OnnxTensor read = CachedDecoder.tensor(states, tokens.length)) {
      return new Decoding(endTokens, maxTokens)
          .likeliest(model.reading(Map.of(STATES, read)), tokens);
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
