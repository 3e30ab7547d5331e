package chatwarden.store.redis;

import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.pipeline.v1.TaggedComment;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.store.comment.ChatIds;
import chatwarden.store.comment.CommentStore;
import chatwarden.type.v1.Comment;
import chatwarden.type.v1.Label;
import chatwarden.type.v1.Span;
import com.google.protobuf.Timestamp;
import java.util.List;

/** Whether messages are such as the pipeline makes. Problems name the field, never the text. */
final class BatchCheck {

  private static final int MAX_ID = 256;
  private static final int MAX_CODE_POINTS = 10_000;

  private BatchCheck() {}

  static void chat(String chat) {
    ChatIds.check("chat", chat);
  }

  static void count(int count) {
    if (count < 1 || count > CommentStore.MAX_BATCH) {
      throw InvalidInputException.of(
          "comments", count + " of them (expected: 1 to " + CommentStore.MAX_BATCH + ")");
    }
  }

  static void id(String field, String id) {
    if (id.isEmpty() || id.length() > MAX_ID || id.chars().anyMatch(Character::isISOControl)) {
      throw InvalidInputException.of(
          field, "is no id (expected: 1 to " + MAX_ID + " characters, no control characters)");
    }
  }

  static void time(String field, boolean present, Timestamp time) {
    if (!present || !StoredTime.isValid(time)) {
      throw InvalidInputException.of(field, "is no time (expected: in the years 1 to 9999)");
    }
  }

  static void authorId(String field, String id) {
    if (id.length() > MAX_ID) {
      throw InvalidInputException.of(
          field, id.length() + " characters (expected: at most " + MAX_ID + ")");
    }
  }

  static void classified(String field, String chat, ClassifiedComment classified) {
    Comment comment = classified.getComment();
    String of = field + ".comment";
    id(of + ".id", comment.getId());
    if (!comment.getChat().isEmpty() && !comment.getChat().equals(chat)) {
      throw InvalidInputException.of(of + ".chat", "is not the chat of the batch");
    }
    text(of + ".text", comment.getText());
    authorId(of + ".author.id", comment.getAuthor().getId());
    time(of + ".publish_time", comment.hasPublishTime(), comment.getPublishTime());
    Label label = classified.getClassification().getLabel();
    if (label == Label.LABEL_UNSPECIFIED || label == Label.UNRECOGNIZED) {
      throw InvalidInputException.of(
          field + ".classification.label", label + " (expected: CLEAN, OFFENSIVE or HATE)");
    }
  }

  static void tagged(String field, String chat, TaggedComment tagged) {
    classified(field + ".comment", chat, tagged.getComment());
    if (!tagged.getComment().getFlagged()) {
      throw InvalidInputException.of(field + ".comment.flagged", "false (expected: true)");
    }
    float coverage = tagged.getCoverage();
    if (!(coverage >= 0 && coverage <= 1)) {
      throw InvalidInputException.of(field + ".coverage", coverage + " (expected: 0 to 1)");
    }
    spans(field, tagged.getComment().getComment().getText(), tagged.getSpansList());
  }

  private static void text(String field, String text) {
    int codePoints = text.codePointCount(0, text.length());
    if (text.isBlank() || codePoints > MAX_CODE_POINTS) {
      throw InvalidInputException.of(
          field,
          codePoints + " code points (expected: 1 to " + MAX_CODE_POINTS + ", not all blank)");
    }
  }

  private static void spans(String field, String text, List<Span> spans) {
    int codePoints = text.codePointCount(0, text.length());
    int last = 0;
    for (int i = 0; i < spans.size(); i++) {
      Span span = spans.get(i);
      if (span.getStart() < last
          || span.getEnd() <= span.getStart()
          || span.getEnd() > codePoints) {
        throw InvalidInputException.of(
            field + ".spans[" + i + "]",
            "[%d, %d) (expected: behind %d, not empty, within %d code points)"
                .formatted(span.getStart(), span.getEnd(), last, codePoints));
      }
      last = span.getEnd();
    }
  }
}
