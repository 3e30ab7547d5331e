package chatwarden.it.chain;

import chatwarden.testing.chat.GoldenChats;
import chatwarden.type.v1.Comment;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** An invented chat as a file source reads it. */
public final class ChatFile {
  private static final JsonMapper MAPPER = new JsonMapper();

  private ChatFile() {}

  /** Writes {@code count} comments to {@code <chat>.jsonl} in the folder. */
  public static Path write(Path folder, String chat, int count) {
    Path file = folder.resolve(chat + ".jsonl");
    List<Comment> comments = GoldenChats.of(chat, 42).comments(count);
    try (Writer out = Files.newBufferedWriter(file)) {
      for (Comment comment : comments) {
        out.write(MAPPER.writeValueAsString(json(comment)));
        out.write('\n');
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  private static ObjectNode json(Comment comment) {
    ObjectNode line = MAPPER.createObjectNode();
    line.put("id", comment.getId());
    line.put("text", comment.getText());
    line.putObject("author")
        .put("id", comment.getAuthor().getId())
        .put("name", comment.getAuthor().getName());
    Instant time =
        Instant.ofEpochSecond(
            comment.getPublishTime().getSeconds(), comment.getPublishTime().getNanos());
    line.put("publishTime", time.toString());
    return line;
  }
}
