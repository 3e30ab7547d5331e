package chatwarden.store.comment;

import chatwarden.type.v1.Span;
import io.lettuce.core.KeyValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * What statistics need of a stored comment.
 *
 * @param label the name of its label
 * @param flagged whether it is flagged
 * @param coverage the share of its text in spans, in [0, 1]
 * @param authorId may be empty
 * @param authorName may be empty
 * @param spans with their parts of the text
 */
public record CommentSummary(
    String label,
    boolean flagged,
    double coverage,
    String authorId,
    String authorName,
    List<Span> spans) {

  /** The fields of a comment's hash to ask for. */
  public static final String[] FIELDS = {
    "text", "label", "flagged", "coverage", "authorId", "authorName", "spans"
  };

  /** Reads them; empty where the comment has gone. */
  public static Optional<CommentSummary> read(List<KeyValue<String, byte[]>> fields) {
    String text = word(fields, 0);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    String coverage = word(fields, 3);
    String spans = word(fields, 6);
    return Optional.of(
        new CommentSummary(
            word(fields, 1),
            word(fields, 2).equals("1"),
            coverage.isEmpty() ? 0 : Double.parseDouble(coverage),
            word(fields, 4),
            word(fields, 5),
            spans.isEmpty() ? List.of() : SpanJson.read(spans, text)));
  }

  private static String word(List<KeyValue<String, byte[]>> fields, int at) {
    return new String(fields.get(at).getValueOrElse(new byte[0]), StandardCharsets.UTF_8);
  }
}
