package chatwarden.domain.policy;

import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.type.v1.Span;
import chatwarden.type.v1.Tagging;
import java.util.List;

/** How a flagged comment is tagged: what stage 2 is asked, and what becomes of its answer. */
public final class TaggingRule {

  private TaggingRule() {}

  /** Returns whether stage 1 found a comment offensive, by a threshold of its chat. */
  public static boolean isByModel(ClassifiedComment comment) {
    return switch (comment.getFlagReason()) {
      case FLAG_REASON_UNSPECIFIED, FLAG_THRESHOLD, LABEL_THRESHOLD, STRICT_MODE -> true;
      case BLOCK_RULE, ALLOW_RULE, EXEMPT_BADGE, UNRECOGNIZED -> false;
    };
  }

  /** Returns the text to tag: with blanks in place of the parts that allow rules excuse. */
  public static String text(ClassifiedComment comment) {
    return Allowance.rest(comment.getComment().getText(), comment.getAllowedList());
  }

  /** Returns the answer with the part that a block rule matched beside its spans. */
  public static Tagging joined(ClassifiedComment comment, Tagging answer) {
    if (comment.getMatchedCount() == 0) {
      return answer;
    }
    List<Span> spans = SpanUnion.of(comment.getMatchedList(), answer.getSpansList());
    return answer.toBuilder()
        .clearSpans()
        .addAllSpans(spans)
        .setCoverage(SpanUnion.coverage(comment.getComment().getText(), spans))
        .build();
  }
}
