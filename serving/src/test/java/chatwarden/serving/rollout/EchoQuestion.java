package chatwarden.serving.rollout;

import chatwarden.repository.ModelFolders.Echo;
import chatwarden.serving.door.Inference;
import java.util.List;

/** A question with variants. */
record EchoQuestion(
    Inference<Echo, String, String> usual, List<Inference<Echo, ?, String>> variants)
    implements Inference<Echo, String, String> {

  @Override
  public String tokenise(Echo model, String text, String language) {
    return usual.tokenise(model, text, language);
  }

  @Override
  public int tokens(String row) {
    return usual.tokens(row);
  }

  @Override
  public List<String> run(Echo model, List<String> rows) {
    return usual.run(model, rows);
  }
}
