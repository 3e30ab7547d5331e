package chatwarden.bridge.settings;

import chatwarden.domain.policy.SettingsCheck;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.settings.v1.ChatSettings;
import chatwarden.settings.v1.UpdateChatSettingsRequest;
import chatwarden.store.settings.SettingsChange;

/** Settings as an update would leave them. */
public final class SettingsPreview {

  private SettingsPreview() {}

  /**
   * Returns {@code before} with the changes of an update; itself where the update sets nothing.
   *
   * @throws InvalidInputException naming the field that does not hold
   */
  public static ChatSettings of(ChatSettings before, UpdateChatSettingsRequest update) {
    if (!update.hasUpdateMask() && update.getSettings().equals(ChatSettings.getDefaultInstance())) {
      return before;
    }
    ChatSettings after =
        SettingsEdit.of(update).applyTo(before).map(SettingsChange::after).orElse(before);
    SettingsCheck.check(after);
    return after;
  }
}
