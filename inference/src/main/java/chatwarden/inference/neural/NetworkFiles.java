package chatwarden.inference.neural;

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

  /** The usual name of the second. */
  public static final String EMBEDDINGS = "embeddings.bin";

  /** Those of the usual names in {@code folder}. */
  public static NetworkFiles in(Path folder) {
    return new NetworkFiles(folder.resolve(NETWORK), folder.resolve(EMBEDDINGS));
  }
}
