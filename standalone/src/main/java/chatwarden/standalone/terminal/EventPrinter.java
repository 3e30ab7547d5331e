package chatwarden.standalone.terminal;

import chatwarden.livechat.v1.WatchCommentsResponse;
import chatwarden.type.v1.Author;
import chatwarden.type.v1.ModeratedComment;
import chatwarden.type.v1.RewriteVerdict;
import chatwarden.type.v1.RewrittenComment;
import chatwarden.type.v1.Span;
import chatwarden.type.v1.TaggingState;
import com.google.protobuf.Timestamp;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Prints what happens in a chat, a line an event. A flagged comment is printed once, when its spans
 * are known; any other as soon as it is classified. Not thread-safe.
 */
public final class EventPrinter {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  private final PrintStream out;
  private final Palette palette;
  private final ZoneId zone;

  /** Prints to {@code out}, times in {@code zone}. */
  public EventPrinter(PrintStream out, Palette palette, ZoneId zone) {
    this.out = out;
    this.palette = palette;
    this.zone = zone;
  }

  /** Prints the event, if it is one to print. */
  public void print(WatchCommentsResponse event) {
    switch (event.getEventCase()) {
      case CLASSIFIED -> classified(event.getClassified());
      case TAGGED -> comment(event.getTagged());
      case REWRITTEN -> rewritten(event.getRewritten());
      case DELETED -> note("deleted " + SafeText.of(event.getDeleted().getId()));
      case BANNED -> note("banned " + name(event.getBanned().getAuthor()));
      case HELD ->
          note(
              "held "
                  + SafeText.of(event.getHeld().getComment().getId())
                  + ": "
                  + event.getHeld().getState());
      case ACTION ->
          note("action " + event.getAction().getKind() + ": " + event.getAction().getState());
      case DECIDED ->
          note(
              "decided on "
                  + SafeText.of(event.getDecided().getId())
                  + ": "
                  + event.getDecided().getDecision());
      case ENDED ->
          note("chat over: " + event.getEnded().getState() + reason(event.getEnded().getReason()));
      case STARTED -> note("chat read again: " + SafeText.of(event.getStarted().getSource()));
      case EVENT_NOT_SET -> {}
    }
  }

  private void classified(ModeratedComment comment) {
    if (comment.getTaggingState() != TaggingState.PENDING) {
      comment(comment);
    }
  }

  private void rewritten(RewrittenComment comment) {
    if (comment.getRewriting().getVerdict() == RewriteVerdict.REWRITTEN) {
      note(
          "polite form of "
              + SafeText.of(comment.getId())
              + ": "
              + SafeText.of(comment.getRewriting().getRewrite()));
    }
  }

  private void comment(ModeratedComment comment) {
    float probability = comment.getClassification().getOffensiveProbability();
    out.println(
        palette.dim(time(comment.getComment().getPublishTime()))
            + " "
            + palette.label(comment.getClassification().getLabel())
            + " "
            + palette.dim(String.format(Locale.ROOT, "%.2f", probability))
            + "  "
            + palette.bold(name(comment.getComment().getAuthor()))
            + "  "
            + marked(comment));
  }

  private String marked(ModeratedComment comment) {
    String text = comment.getComment().getText();
    StringBuilder marked = new StringBuilder();
    int from = 0;
    for (Span span : comment.getTagging().getSpansList()) {
      int start = text.offsetByCodePoints(0, span.getStart());
      int end = text.offsetByCodePoints(0, span.getEnd());
      marked.append(SafeText.of(text.substring(from, start)));
      marked.append(palette.span(SafeText.of(text.substring(start, end))));
      from = end;
    }
    return marked.append(SafeText.of(text.substring(from))).toString();
  }

  private void note(String text) {
    out.println(palette.dim("-- " + text));
  }

  private String time(Timestamp time) {
    return TIME.format(Instant.ofEpochSecond(time.getSeconds(), time.getNanos()).atZone(zone));
  }

  private static String name(Author author) {
    String name = author.getName().isEmpty() ? author.getId() : author.getName();
    return name.isEmpty() ? "?" : SafeText.of(name);
  }

  private static String reason(String reason) {
    return reason.isEmpty() ? "" : " (" + SafeText.of(reason) + ")";
  }
}
