package chatwarden.inference.loader;

import chatwarden.inference.cascade.EncoderClassifier;
import chatwarden.inference.cascade.TextOpinion;
import chatwarden.inference.classifier.Question;
import chatwarden.inference.gate.TextGate;
import java.util.List;
import java.util.Map;

/**
 * The gate of an encoder.
 *
 * @param encoder closed by {@link #close}
 * @param spanHeads its head for the parts of a text, by language
 */
record EncoderGate(EncoderClassifier encoder, Map<String, String> spanHeads) implements TextGate {

  @Override
  public List<TextOpinion> ask(List<Question> questions) {
    return encoder.opinions(questions, spanHeads);
  }

  @Override
  public void close() {
    encoder.close();
  }
}
