package chatwarden.domain.automation;

import chatwarden.action.v1.ActionKind;
import chatwarden.automation.v1.Automation;
import chatwarden.automation.v1.AutomationEffect;
import chatwarden.automation.v1.AutomationMode;
import chatwarden.domain.action.ActionRules;
import chatwarden.domain.source.TwitchAddress;
import chatwarden.runtime.error.FaultCode;
import java.util.Optional;

/** The one home of the differences between effects, and between platforms that have them. */
public final class EffectRules {

  private EffectRules() {}

  /** Returns the kind of action that a rule that is met asks for; empty where it holds back. */
  public static Optional<ActionKind> action(MetRule met) {
    return switch (met.rule().getEffect()) {
      case DELETE_THE_COMMENT -> Optional.of(ActionKind.DELETE_COMMENT);
      case TIME_OUT_THE_AUTHOR ->
          Optional.of(met.bans() ? ActionKind.BAN_AUTHOR : ActionKind.TIME_OUT_AUTHOR);
      case SUGGEST_A_REWRITE -> Optional.of(ActionKind.WARN_AUTHOR);
      case HOLD_FOR_REVIEW, AUTOMATION_EFFECT_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
    };
  }

  /** Returns whether an effect acts on the author, who has to be known then. */
  public static boolean needsAuthor(AutomationEffect effect) {
    return effect == AutomationEffect.TIME_OUT_THE_AUTHOR
        || effect == AutomationEffect.SUGGEST_A_REWRITE;
  }

  /** Returns whether an action of a kind can be lifted once it was done. */
  public static boolean isReversible(ActionKind kind) {
    return kind == ActionKind.TIME_OUT_AUTHOR || kind == ActionKind.BAN_AUTHOR;
  }

  /**
   * Passes rules that a platform can follow.
   *
   * @param platform the scheme of the chat's platform
   * @param confirmed whether deletions are confirmed
   */
  public static void require(Automation automation, String platform, boolean confirmed) {
    if (has(automation, AutomationEffect.HOLD_FOR_REVIEW)) {
      throw FaultCode.FAILED_PRECONDITION.exception("PLATFORM_CANNOT_HOLD", holding(platform));
    }
    if (automation.getMode() != AutomationMode.AUTOMATION_ON) {
      return;
    }
    requireKind(
        automation, platform, AutomationEffect.DELETE_THE_COMMENT, ActionKind.DELETE_COMMENT);
    requireKind(
        automation, platform, AutomationEffect.TIME_OUT_THE_AUTHOR, ActionKind.TIME_OUT_AUTHOR);
    requireKind(automation, platform, AutomationEffect.SUGGEST_A_REWRITE, ActionKind.WARN_AUTHOR);
    if (has(automation, AutomationEffect.DELETE_THE_COMMENT) && !confirmed) {
      throw FaultCode.FAILED_PRECONDITION.exception(
          "DELETION_NOT_CONFIRMED",
          "a rule deletes comments, which cannot be taken back; confirm it (confirm_deletions)");
    }
  }

  private static String holding(String platform) {
    return platform.equals(TwitchAddress.SCHEME)
        ? "Twitch holds comments back by its own AutoMod before they are published, and takes no"
            + " request to hold one; set the level of AutoMod there, or let the rule delete or time"
            + " out"
        : "the platform of the chat publishes comments at once and cannot hold one back; let the"
            + " rule delete or time out";
  }

  private static void requireKind(
      Automation automation, String platform, AutomationEffect effect, ActionKind kind) {
    if (has(automation, effect) && !ActionRules.has(platform, kind)) {
      throw FaultCode.FAILED_PRECONDITION.exception(
          "KIND_NOT_SUPPORTED",
          "the platform of the chat has no " + kind + ", which " + effect + " needs");
    }
  }

  private static boolean has(Automation automation, AutomationEffect effect) {
    return automation.getRulesList().stream().anyMatch(rule -> rule.getEffect() == effect);
  }
}
