package chatwarden.inference.gate;

import chatwarden.inference.cascade.TextOpinion;
import chatwarden.inference.classifier.Question;
import java.util.List;

/** Says of texts whether it is worth searching them for spans. */
public interface TextGate extends AutoCloseable {

  /** Returns an opinion for each text, in their order. */
  List<TextOpinion> ask(List<Question> questions);

  @Override
  void close();
}
