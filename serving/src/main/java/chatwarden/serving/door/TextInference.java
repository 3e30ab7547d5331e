package chatwarden.serving.door;

import java.util.List;
import java.util.function.BiFunction;

/** Models that take texts as they are; three characters count as a token. */
record TextInference<M, R>(BiFunction<M, List<String>, List<R>> answer)
    implements Inference<M, String, R> {

  private static final int CHARACTERS_A_TOKEN = 3;

  @Override
  public String tokenise(M model, String text, String language) {
    return text;
  }

  @Override
  public int tokens(String text) {
    return 1 + text.length() / CHARACTERS_A_TOKEN;
  }

  @Override
  public List<R> run(M model, List<String> texts) {
    return answer.apply(model, texts);
  }
}
