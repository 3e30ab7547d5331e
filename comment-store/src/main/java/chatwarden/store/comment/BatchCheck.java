package chatwarden.store.comment;

import chatwarden.domain.chat.ChatIds;
import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.pipeline.v1.Publication;
import chatwarden.pipeline.v1.TaggedComment;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.limit.CommentLimits;
import chatwarden.runtime.limit.FieldRules;
import chatwarden.runtime.limit.NumberBounds;
import chatwarden.type.v1.AllowedPart;
import chatwarden.type.v1.Comment;
import chatwarden.type.v1.HeldComment;
import chatwarden.type.v1.Label;
import chatwarden.type.v1.RewriteVerdict;
import chatwarden.type.v1.RewrittenComment;
import chatwarden.type.v1.Span;
import chatwarden.type.v1.Tagging;
import com.google.protobuf.Timestamp;
import java.util.List;
import java.util.Optional;

/** Whether messages are such as the pipeline makes. Problems name the field, never the text. */
final class BatchCheck {

  private static final NumberBounds COVERAGE =
      FieldRules.bounds(Tagging.getDescriptor(), "coverage");

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
    CommentLimits.checkId(field, id);
  }

  static void time(String field, boolean present, Timestamp time) {
    if (!present || !CommentLimits.isTime(time)) {
      throw InvalidInputException.of(field, "not a time (expected: in the years 1 to 9999)");
    }
  }

  static void authorId(String field, String id) {
    refuse(field, CommentLimits.problemOfName(id));
  }

  /** Scripts count in doubles, which hold each integer below 2⁵³. */
  static void publication(Publication publication) {
    if (publication.getFence() < 0) {
      throw InvalidInputException.of(
          "publication.fence", publication.getFence() + " (expected: 0 or more)");
    }
    for (long number : publication.getNumbersList()) {
      if (number < 1 || number >= 1L << 53) {
        throw InvalidInputException.of("publication.numbers", number + " (expected: 1 to 2⁵³ − 1)");
      }
    }
  }

  static void classified(String field, String chat, ClassifiedComment classified) {
    Comment comment = classified.getComment();
    String of = field + ".comment";
    id(of + ".id", comment.getId());
    if (!comment.getChat().isEmpty() && !comment.getChat().equals(chat)) {
      throw InvalidInputException.of(of + ".chat", "is not the chat of the batch");
    }
    refuse(of + ".text", CommentLimits.problemOfText(comment.getText()));
    authorId(of + ".author.id", comment.getAuthor().getId());
    refuse(of + ".author.name", CommentLimits.problemOfName(comment.getAuthor().getName()));
    refuse(of + ".origin", CommentLimits.problemOfName(comment.getOrigin()));
    time(of + ".publish_time", comment.hasPublishTime(), comment.getPublishTime());
    Label label = classified.getClassification().getLabel();
    if (label == Label.LABEL_UNSPECIFIED || label == Label.UNRECOGNIZED) {
      throw InvalidInputException.of(
          field + ".classification.label",
          label + " (expected: CLEAN, OFFENSIVE, HATE or NOT_JUDGED)");
    }
    allowed(field, comment.getText(), classified.getAllowedList());
  }

  static void tagged(String field, String chat, TaggedComment tagged) {
    classified(field + ".comment", chat, tagged.getComment());
    if (!tagged.getComment().getFlagged()) {
      throw InvalidInputException.of(field + ".comment.flagged", "false (expected: true)");
    }
    Tagging tagging = tagged.getTagging();
    refuse(field + ".tagging.coverage", COVERAGE.problem(tagging.getCoverage()));
    spans(field + ".tagging", tagged.getComment().getComment().getText(), tagging.getSpansList());
  }

  /** Only a comment that is held has a text. */
  static void held(String field, String chat, HeldComment held) {
    Comment comment = held.getComment();
    id(field + ".comment.id", comment.getId());
    authorId(field + ".comment.author.id", comment.getAuthor().getId());
    time(field + ".hold_time", held.hasHoldTime(), held.getHoldTime());
    switch (held.getState()) {
      case HELD -> refuse(field + ".comment.text", CommentLimits.problemOfText(comment.getText()));
      case APPROVED, DENIED, EXPIRED -> {
        if (!comment.getText().isEmpty()) {
          throw InvalidInputException.of(
              field + ".comment.text", "is there (expected: none after the hold)");
        }
      }
      case HELD_STATE_UNSPECIFIED, UNRECOGNIZED ->
          throw InvalidInputException.of(
              field + ".state", held.getState() + " (expected: HELD, APPROVED, DENIED or EXPIRED)");
    }
    if (!comment.getChat().isEmpty() && !comment.getChat().equals(chat)) {
      throw InvalidInputException.of(field + ".comment.chat", "is not the chat of the event");
    }
  }

  static void rewritten(String field, RewrittenComment rewritten) {
    id(field + ".id", rewritten.getId());
    RewriteVerdict verdict = rewritten.getRewriting().getVerdict();
    if (verdict == RewriteVerdict.REWRITE_VERDICT_UNSPECIFIED
        || verdict == RewriteVerdict.UNRECOGNIZED) {
      throw InvalidInputException.of(
          field + ".rewriting.verdict",
          verdict + " (expected: REWRITTEN, UNCHANGED or CANNOT_REWRITE)");
    }
  }

  private static void refuse(String field, Optional<String> problem) {
    problem.ifPresent(
        found -> {
          throw InvalidInputException.of(field, found);
        });
  }

  private static void spans(String field, String text, List<Span> spans) {
    int last = 0;
    for (int i = 0; i < spans.size(); i++) {
      Span span = spans.get(i);
      range(field + ".spans[" + i + "]", text, last, span.getStart(), span.getEnd());
      last = span.getEnd();
    }
  }

  private static void allowed(String field, String text, List<AllowedPart> parts) {
    int last = 0;
    for (int i = 0; i < parts.size(); i++) {
      AllowedPart part = parts.get(i);
      range(field + ".allowed[" + i + "]", text, last, part.getStart(), part.getEnd());
      last = part.getEnd();
    }
  }

  private static void range(String field, String text, int last, int start, int end) {
    int codePoints = CommentLimits.length(text);
    if (start < last || end <= start || end > codePoints) {
      throw InvalidInputException.of(
          field,
          "[%d, %d) (expected: from %d on, not empty, within %d code points)"
              .formatted(start, end, last, codePoints));
    }
  }
}
