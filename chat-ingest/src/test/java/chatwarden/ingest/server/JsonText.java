package chatwarden.ingest.server;

import chatwarden.type.v1.Comment;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** Comments as the lines of a file. */
final class JsonText {
  private JsonText() {}

  static String line(Comment comment) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("id", comment.getId()).put("text", comment.getText());
    line.putObject("author")
        .put("id", comment.getAuthor().getId())
        .put("name", comment.getAuthor().getName());
    Instant time =
        Instant.ofEpochSecond(
            comment.getPublishTime().getSeconds(), comment.getPublishTime().getNanos());
    return line.put("publishTime", time.toString()).toString();
  }
}
