package chatwarden.store.automation;

import chatwarden.action.v1.ActingMode;
import chatwarden.automation.v1.AutomaticAction;
import chatwarden.automation.v1.Automation;
import chatwarden.automation.v1.AutomationMode;
import chatwarden.automation.v1.AutomationOutcome;
import chatwarden.domain.automation.AuditBand;
import chatwarden.domain.automation.EffectRules;
import chatwarden.domain.automation.MetRule;
import java.util.Locale;

/**
 * The facts by which a rule that is met acts or does not.
 *
 * @param automation the rules of the chat
 * @param met the rule
 * @param authorId empty: unknown
 * @param isBeforeSwitch whether the comment was recorded before the mode was set
 * @param isOld whether it was recorded too long ago
 * @param isStopped whether all automatic actions are stopped
 * @param acting whether the chat acts on its platform
 * @param band the audits of the rule
 */
record AutomationDecision(
    Automation automation,
    MetRule met,
    String authorId,
    boolean isBeforeSwitch,
    boolean isOld,
    boolean isStopped,
    ActingMode acting,
    AuditBand band) {

  /** Completes an automatic action with its outcome. */
  AutomaticAction decide(AutomaticAction.Builder action) {
    if (authorId.isEmpty() && EffectRules.needsAuthor(met.rule().getEffect())) {
      return heldBack(action, "AUTHOR_UNKNOWN", "the author of the comment is not known");
    }
    if (automation.getMode() == AutomationMode.AUTOMATION_DRY_RUN) {
      return action.setOutcome(AutomationOutcome.WOULD_HAVE_ACTED).build();
    }
    if (isBeforeSwitch) {
      return heldBack(action, "BEFORE_THE_SWITCH", "it was recorded before automation was on");
    }
    if (isStopped) {
      return heldBack(
          action, "AUTOMATION_STOPPED", "an administrator stopped all automatic actions");
    }
    if (acting != ActingMode.ACTING_ON) {
      return heldBack(
          action, "ACTING_NOT_ON", "the chat does not act on its platform; switch acting on first");
    }
    if (isOld) {
      return heldBack(action, "TOO_OLD", "it was recorded too long ago (automation.max-age)");
    }
    if (!band.holds()) {
      return heldBack(
          action,
          "AUDITS_MISSING",
          "the rule needs at least " + band.missing() + " more audits before it acts");
    }
    return action
        .setOutcome(AutomationOutcome.ACTED)
        .setAction(AutomaticOutbox.id(action.getComment(), action.getRule()))
        .build();
  }

  /** Returns the action where the cap of the minute is reached. */
  AutomaticAction capped(AutomaticAction action) {
    return heldBack(
        action.toBuilder().clearAction(),
        "CAP_REACHED",
        automation.getMaxActionsPerMinute()
            + " comments of this minute were acted on (max_actions_per_minute)");
  }

  private static AutomaticAction heldBack(
      AutomaticAction.Builder action, String reason, String problem) {
    return action
        .setOutcome(AutomationOutcome.HELD_BACK)
        .setProblemReason(reason)
        .setProblem(problem)
        .build();
  }

  /** Returns the reason of an automatic action in words, for the audit log. */
  static String note(AutomaticAction action) {
    String effect =
        action.getBan()
            ? "ban"
            : action.hasAuthorTimeout()
                ? "time-out of " + action.getAuthorTimeout().getSeconds() + " s"
                : action.getEffect().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    String problem = action.getProblem().isEmpty() ? "" : ": " + action.getProblem();
    return String.format(
        Locale.ROOT,
        "rule %s: probability %.3f, strikes %.2f, %s; %s%s",
        action.getRule(),
        action.getProbability(),
        action.getStrikes(),
        effect,
        action.getOutcome().name().toLowerCase(Locale.ROOT).replace('_', ' '),
        problem);
  }
}
