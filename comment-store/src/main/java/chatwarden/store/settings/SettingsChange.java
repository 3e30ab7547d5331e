package chatwarden.store.settings;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.settings.v1.ChatSettings;
import java.util.List;

/**
 * Settings in place of others.
 *
 * @param before the settings as they were read
 * @param after the settings to store instead; output-only fields are ignored
 * @param fields the names of the fields that are changed, at least one
 */
public record SettingsChange(ChatSettings before, ChatSettings after, List<String> fields) {

  /** Copies the list. */
  public SettingsChange {
    fields = List.copyOf(fields);
    if (fields.isEmpty()) {
      throw new IllegalArgumentException("fields: [] (expected: at least one)");
    }
  }

  /** The fault of a change that is based on other settings than those stored now. */
  public static ChatwardenException overtaken() {
    return FaultCode.FAILED_PRECONDITION.exception(
        "SETTINGS_CHANGED",
        "another reviewer changed the settings in between; read them again, then change them");
  }
}
