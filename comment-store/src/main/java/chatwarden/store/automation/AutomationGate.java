package chatwarden.store.automation;

import chatwarden.action.v1.Action;
import chatwarden.automation.v1.AutomationMode;
import java.util.Optional;

/**
 * Whether automatic actions may reach a platform, asked when they enter the outbox and again before
 * each is sent. Safe for use by many threads; blocks for the store.
 */
public final class AutomationGate {

  private final AutomationStore automations;

  /** A gate that goes by the switch of the platform and the mode of the chat. */
  public AutomationGate(AutomationStore automations) {
    this.automations = automations;
  }

  /**
   * Why an action is not sent.
   *
   * @param reason a stable name in UPPER_SNAKE_CASE
   * @param problem the same in words
   */
  public record Refusal(String reason, String problem) {}

  /** Returns why an action must not be sent; empty for those of people. */
  public Optional<Refusal> refusal(Action action) {
    return AutomationCaller.isAutomatic(action) ? refusal(action.getChat()) : Optional.empty();
  }

  /** Returns why no automatic action of a chat must be sent now. */
  Optional<Refusal> refusal(String chat) {
    if (automations.stop().getStopped()) {
      return Optional.of(
          new Refusal("AUTOMATION_STOPPED", "an administrator stopped all automatic actions"));
    }
    if (automations.get(chat).automation().getMode() != AutomationMode.AUTOMATION_ON) {
      return Optional.of(
          new Refusal("AUTOMATION_SWITCHED_OFF", "the automation of the chat is not on"));
    }
    return Optional.empty();
  }
}
