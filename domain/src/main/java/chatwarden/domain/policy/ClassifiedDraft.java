package chatwarden.domain.policy;

import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.type.v1.AllowedPart;
import chatwarden.type.v1.Classification;
import chatwarden.type.v1.Comment;
import chatwarden.type.v1.FlagReason;
import chatwarden.type.v1.Label;
import chatwarden.type.v1.Span;
import java.util.List;
import java.util.Optional;

/**
 * A comment whose whole text is classified, with the decision so far.
 *
 * @param comment the comment
 * @param classification of the whole text
 * @param decision by that classification
 * @param allowance the parts that allow rules excuse, so that the rest has to be classified
 */
public record ClassifiedDraft(
    Comment comment,
    Classification classification,
    FlagDecision decision,
    Optional<Allowance> allowance) {

  /** Returns the decision on a comment by the classification of its whole text. */
  public static ClassifiedDraft of(
      Comment comment, Classification classification, ChatPolicy policy) {
    FlagDecision decision = policy.decide(comment, classification);
    return new ClassifiedDraft(
        comment, classification, decision, policy.allowance(comment, decision));
  }

  /** Returns the comment decided by its whole text. */
  public ClassifiedComment asItIs(ChatPolicy policy) {
    ClassifiedComment whole = message(classification, decision, List.of(), policy);
    return decision.reason() == FlagReason.BLOCK_RULE
        ? whole.toBuilder().addAllMatched(matched(policy)).build()
        : whole;
  }

  private List<Span> matched(ChatPolicy policy) {
    String text = comment.getText();
    return policy.blocked(text).stream()
        .map(range -> SpanUnion.span(text, range.start(), range.end(), 1))
        .toList();
  }

  /** Returns the comment decided by the classification of its rest. */
  public ClassifiedComment withRest(Allowance allowed, Classification rest, ChatPolicy policy) {
    return message(rest, policy.decide(allowed, rest), allowed.parts(), policy);
  }

  /** Returns the classification of a blank rest: clean. */
  public Classification nothingLeft() {
    Classification.Builder clean =
        Classification.newBuilder()
            .setLabel(Label.CLEAN)
            .setModel(classification.getModel())
            .setTier(classification.getTier())
            .setLanguage(classification.getLanguage());
    classification
        .getProbabilitiesMap()
        .keySet()
        .forEach(label -> clean.putProbabilities(label, 0));
    return clean.putProbabilities(Label.CLEAN.name(), 1).build();
  }

  private ClassifiedComment message(
      Classification said, FlagDecision decided, List<AllowedPart> allowed, ChatPolicy policy) {
    ClassifiedComment.Builder message =
        ClassifiedComment.newBuilder()
            .setComment(comment)
            .setClassification(said)
            .setFlagged(decided.flagged())
            .setFlagReason(decided.reason())
            .setFlagRule(decided.rule())
            .addAllAllowed(allowed)
            .setRewriteWanted(decided.flagged() && policy.suggestsRewrites());
    decided.exceeded().ifPresent(message::setExceededThreshold);
    return message.build();
  }
}
