package chatwarden.inference.encoder;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import chatwarden.inference.onnx.OnnxFile;
import chatwarden.inference.transformer.WindowTokenizer;
import chatwarden.runtime.error.FaultCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;

/**
 * An encoder in memory, shared by all that open the same files in this process: it is a model of
 * its own and a tier of others. The last that lets it go closes it.
 */
final class LoadedEncoder {

  private static final Map<Key, LoadedEncoder> OPEN = new HashMap<>();

  private final Key key;
  private final OrtSession session;
  private final WindowTokenizer tokenizer;
  private final EncoderFacts facts;
  private final AnswerCache answers = new AnswerCache();

  /** Guarded by {@link #OPEN}. */
  private int uses = 1;

  /** The file, as it was when it was opened. */
  private record Key(Path file, FileTime written, long bytes) {

    static Key of(Path file) throws IOException {
      Path real = file.toRealPath();
      return new Key(real, Files.getLastModifiedTime(real), Files.size(real));
    }
  }

  private LoadedEncoder(
      Key key, OrtSession session, WindowTokenizer tokenizer, EncoderFacts facts) {
    this.key = key;
    this.session = session;
    this.tokenizer = tokenizer;
    this.facts = facts;
  }

  /**
   * Opens the encoder in {@code folder}, or takes the one that is open.
   *
   * @throws IOException if a file is missing or cannot be read
   */
  static LoadedEncoder open(Path folder) throws IOException {
    synchronized (OPEN) {
      Key key = Key.of(folder.resolve(ChatEncoder.MODEL));
      LoadedEncoder open = OPEN.get(key);
      if (open != null) {
        open.uses++;
        return open;
      }
      EncoderFacts facts = EncoderFacts.read(folder.resolve(ChatEncoder.FACTS));
      WindowTokenizer tokenizer =
          WindowTokenizer.open(folder.resolve(ChatEncoder.TOKENIZER), facts.maxTokens());
      try {
        LoadedEncoder loaded =
            new LoadedEncoder(
                key, OnnxFile.open(folder.resolve(ChatEncoder.MODEL)), tokenizer, facts);
        OPEN.put(key, loaded);
        return loaded;
      } catch (IOException | RuntimeException e) {
        tokenizer.close();
        throw e;
      }
    }
  }

  OrtSession session() {
    return session;
  }

  WindowTokenizer tokenizer() {
    return tokenizer;
  }

  EncoderFacts facts() {
    return facts;
  }

  AnswerCache answers() {
    return answers;
  }

  /** Lets the encoder go. */
  void release() {
    synchronized (OPEN) {
      uses--;
      if (uses > 0) {
        return;
      }
      OPEN.remove(key);
    }
    tokenizer.close();
    try {
      session.close();
    } catch (OrtException e) {
      throw FaultCode.INTERNAL.exception("INFERENCE_FAILED", "ONNX Runtime cannot close", e);
    }
  }
}
