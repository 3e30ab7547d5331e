package chatwarden.standalone.jsonl;

import com.google.protobuf.Message;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A model that answers up to 64 texts at once. */
@FunctionalInterface
public interface TextModel {

  /**
   * Asks the model.
   *
   * @param texts 1 to 64 of them
   * @return one message for each, in order, with a field {@code id} that the caller fills; its JSON
   *     is the line to print
   */
  CompletionStage<List<? extends Message>> answer(List<String> texts);
}
