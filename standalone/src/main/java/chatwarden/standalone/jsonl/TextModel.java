package chatwarden.standalone.jsonl;

import chatwarden.bridge.json.ProtoJsonWriter;
import com.google.protobuf.Message;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A model that answers several texts at once. */
@FunctionalInterface
public interface TextModel {

  /**
   * Asks the model.
   *
   * @param texts 1 to {@link #batch} of them
   * @return one message for each, in order
   */
  CompletionStage<List<? extends Message>> answer(List<String> texts);

  /** Returns how many texts it answers at once. */
  default int batch() {
    return 64;
  }

  /**
   * Returns the line to print for an answer: its JSON, with the id of the text as its field {@code
   * id}.
   */
  default String line(String id, String text, Message answer) {
    Message named =
        answer.toBuilder()
            .setField(answer.getDescriptorForType().findFieldByName("id"), id)
            .build();
    return new String(ProtoJsonWriter.write(named), StandardCharsets.UTF_8);
  }
}
