package chatwarden.ingest.file;

import chatwarden.ingest.source.CommentValidator;
import chatwarden.runtime.jsonl.JsonLine;
import chatwarden.runtime.jsonl.MalformedLineException;
import chatwarden.type.v1.Author;
import chatwarden.type.v1.Comment;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Timestamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a comment from one line of JSON: {@code {"id","text","author"?,"publishTime"?}}, where
 * {@code author} is a name or {@code {"id"?,"name"?}} and {@code publishTime} is RFC 3339.
 */
final class JsonComment {
  private static final Set<String> FIELDS = Set.of("id", "text", "author", "publishTime");
  private static final Set<String> AUTHOR_FIELDS = Set.of("id", "name");
  private static final Map<String, String> JSON_NAMES = Map.of("publish_time", "publishTime");

  private JsonComment() {}

  /** The comment that the line holds, published at {@code now} when it does not say when. */
  static Comment parse(byte[] line, String chat, Instant now) throws MalformedLineException {
    JsonNode object = JsonLine.object(line);
    JsonLine.requireKnown(object, FIELDS, "");
    Comment.Builder comment =
        Comment.newBuilder()
            .setChat(chat)
            .setId(JsonLine.requiredString(object, "id"))
            .setText(JsonLine.requiredString(object, "text"))
            .setPublishTime(time(object.get("publishTime"), now));
    Author author = author(object.get("author"));
    if (author != null) {
      comment.setAuthor(author);
    }
    Comment built = comment.build();
    Optional<CommentValidator.Problem> problem = CommentValidator.check(built);
    if (problem.isPresent()) {
      String field = problem.get().field();
      throw new MalformedLineException(
          JSON_NAMES.getOrDefault(field, field), problem.get().problem());
    }
    return built;
  }

  private static @Nullable Author author(@Nullable JsonNode value) throws MalformedLineException {
    if (value == null || value.isNull()) {
      return null;
    }
    if (value.isTextual()) {
      return Author.newBuilder().setId(value.textValue()).setName(value.textValue()).build();
    }
    if (!value.isObject()) {
      throw new MalformedLineException("author", "must be a string, or an object with id and name");
    }
    JsonLine.requireKnown(value, AUTHOR_FIELDS, "author.");
    String name = optional(value, "name");
    String id = optional(value, "id");
    return Author.newBuilder().setId(id.isEmpty() ? name : id).setName(name).build();
  }

  private static String optional(JsonNode author, String field) throws MalformedLineException {
    JsonNode value = author.get(field);
    return value == null || value.isNull() ? "" : JsonLine.string(value, "author." + field);
  }

  private static Timestamp time(@Nullable JsonNode value, Instant now)
      throws MalformedLineException {
    Instant time = now;
    if (value != null && !value.isNull()) {
      try {
        time = OffsetDateTime.parse(JsonLine.string(value, "publishTime")).toInstant();
      } catch (DateTimeException e) {
        throw new MalformedLineException(
            "publishTime", "must be an RFC 3339 time such as 2026-01-31T18:30:00Z");
      }
    }
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }
}
