package chatwarden.bridge.policy;

import chatwarden.domain.policy.ChatPolicy;
import chatwarden.domain.policy.FlagDecision;
import chatwarden.policy.v1.Decided;
import chatwarden.policy.v1.ReplayCause;
import chatwarden.type.v1.Classification;
import chatwarden.type.v1.Comment;
import chatwarden.type.v1.FlagReason;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Names why a comment comes out otherwise than stored. Messages are compared bit for bit.
 *
 * @param causes none where it comes out the same
 */
record ReplayComparison(List<Change> causes) {

  private static final Set<FlagReason> RULES =
      EnumSet.of(FlagReason.BLOCK_RULE, FlagReason.ALLOW_RULE);

  /** A cause, with the values then and now, where there are such. */
  record Change(ReplayCause cause, String before, String now) {}

  ReplayComparison {
    causes = List.copyOf(causes);
  }

  static ReplayComparison of(Comment comment, Decided was, Decided is, ChatPolicy policy) {
    List<Change> causes = new ArrayList<>();
    if (!was.getClassification().equals(is.getClassification())) {
      classification(was, is, causes);
    }
    if (isOfPolicy(comment, was, is, policy)) {
      causes.add(ofPolicy(was, is));
    }
    if (was.hasTagging() && is.hasTagging() && !was.getTagging().equals(is.getTagging())) {
      String before = was.getTagging().getModel();
      String now = is.getTagging().getModel();
      if (!before.equals(now)) {
        causes.add(new Change(ReplayCause.TAGGER_MODEL, before, now));
      } else if (causes.isEmpty()) {
        causes.add(new Change(ReplayCause.TAGGER_ANSWER, before, now));
      }
    }
    return new ReplayComparison(causes);
  }

  /** Answers to different texts say nothing of the model, unless it has another name. */
  private static void classification(Decided was, Decided is, List<Change> causes) {
    Classification before = was.getClassification();
    Classification now = is.getClassification();
    if (!before.getModel().equals(now.getModel())) {
      causes.add(new Change(ReplayCause.CLASSIFIER_MODEL, before.getModel(), now.getModel()));
    } else if (!was.getAllowedList().equals(is.getAllowedList())) {
      return;
    } else if (!before.getLanguage().equals(now.getLanguage())) {
      causes.add(new Change(ReplayCause.LANGUAGE, before.getLanguage(), now.getLanguage()));
    } else if (!before.getTier().equals(now.getTier())) {
      causes.add(new Change(ReplayCause.CLASSIFIER_TIER, before.getTier(), now.getTier()));
    } else {
      causes.add(new Change(ReplayCause.CLASSIFIER_ANSWER, before.getModel(), now.getModel()));
    }
  }

  /**
   * Returns whether the settings of now decide otherwise: other parts are excused, or the stored
   * judgement leads to another decision than the stored one.
   */
  private static boolean isOfPolicy(Comment comment, Decided was, Decided is, ChatPolicy policy) {
    if (!was.getAllowedList().equals(is.getAllowedList())) {
      return true;
    }
    if (was.getAllowedCount() > 0) {
      return !isSameDecision(was, is) && was.getClassification().equals(is.getClassification());
    }
    FlagDecision byStored = policy.decide(comment, was.getClassification());
    return byStored.flagged() != was.getFlagged()
        || !isSameReason(byStored.reason(), was.getFlagReason())
        || !byStored.rule().equals(was.getFlagRule());
  }

  private static boolean isSameDecision(Decided was, Decided is) {
    return was.getFlagged() == is.getFlagged()
        && isSameReason(was.getFlagReason(), is.getFlagReason())
        && was.getFlagRule().equals(is.getFlagRule());
  }

  /** Earlier versions recorded the flag threshold and that of strict mode as one. */
  private static boolean isSameReason(FlagReason was, FlagReason is) {
    return was == is || FlagDecision.isByFlagThreshold(was) && FlagDecision.isByFlagThreshold(is);
  }

  private static Change ofPolicy(Decided was, Decided is) {
    boolean isRule =
        RULES.contains(was.getFlagReason())
            || RULES.contains(is.getFlagReason())
            || was.getAllowedCount() > 0
            || is.getAllowedCount() > 0;
    return isRule
        ? new Change(ReplayCause.RULE, rule(was), rule(is))
        : new Change(ReplayCause.SETTINGS, words(was), words(is));
  }

  private static String rule(Decided decided) {
    return RULES.contains(decided.getFlagReason()) ? decided.getFlagRule() : words(decided);
  }

  private static String words(Decided decided) {
    String flagged = decided.getFlagged() ? "flagged" : "not flagged";
    return FlagDecision.isByFlagThreshold(decided.getFlagReason())
        ? flagged
        : flagged + " by " + decided.getFlagReason() + " " + decided.getFlagRule();
  }
}
