package chatwarden.serving.door;

import java.util.List;
import java.util.function.BiFunction;

/** Models that take texts as they are, and estimate their tokens. */
record TextInference<M, R>(BiFunction<M, List<String>, List<R>> answer)
    implements Inference<M, String, R> {

  @Override
  public String tokenise(M model, String text, String language) {
    return text;
  }

  @Override
  public int tokens(String text) {
    return Inference.estimatedTokens(text);
  }

  @Override
  public List<R> run(M model, List<String> texts) {
    return answer.apply(model, texts);
  }
}
