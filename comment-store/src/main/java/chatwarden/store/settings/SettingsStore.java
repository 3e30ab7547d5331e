package chatwarden.store.settings;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.settings.v1.ChatSettings;
import chatwarden.store.review.Reviewer;
import java.util.concurrent.CompletionStage;

/** The settings of chats. Safe for use by many threads. */
public interface SettingsStore {

  /**
   * Returns the settings, output-only fields included; those of an unchanged chat are empty.
   *
   * @throws ChatwardenException NOT_FOUND, CHAT_NOT_FOUND
   */
  ChatSettings get(String chat);

  /** The same for a chat that may be unknown yet, without waiting. */
  CompletionStage<ChatSettings> find(String chat);

  /** Returns the values of the chat's last session; the standard ones where none ever read it. */
  SessionDefaults sessionDefaults(String chat);

  /**
   * Stores changed settings, and appends to the audit log.
   *
   * @throws ChatwardenException NOT_FOUND, CHAT_NOT_FOUND
   * @throws ChatwardenException FAILED_PRECONDITION, SETTINGS_CHANGED when they are based on others
   *     than those stored now
   */
  ChatSettings update(SettingsChange change, Reviewer reviewer);
}
