package chatwarden.inference.neural;

import chatwarden.inference.weights.WeightFile;
import java.nio.file.Path;

/**
 * The files of networks that belong together.
 *
 * @param network the networks after the embeddings, see {@link SpanNetwork}
 * @param embeddings their vectors of words, see {@link Embeddings}
 */
public record NetworkFiles(Path network, Path embeddings) {

  /** The usual name of the first. */
  public static final String NETWORK = "network.onnx";

  /** The usual name of the second, see {@link WeightFile#names}. */
  public static final String EMBEDDINGS = "embeddings";

  /** Those of the usual names in {@code folder}. */
  public static NetworkFiles in(Path folder) {
    return new NetworkFiles(folder.resolve(NETWORK), WeightFile.in(folder, EMBEDDINGS));
  }
}
