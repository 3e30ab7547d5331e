package chatwarden.serving.door;

import java.util.List;

/**
 * What a model does with texts.
 *
 * @param <M> the type of the model
 * @param <R> what it says of one text
 */
@FunctionalInterface
public interface Inference<M, R> {

  /** What {@code model} says of {@code texts}, one each, in their order. */
  List<R> run(M model, List<String> texts);
}
