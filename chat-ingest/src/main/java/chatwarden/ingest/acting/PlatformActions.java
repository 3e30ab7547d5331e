package chatwarden.ingest.acting;

import chatwarden.action.v1.Action;
import chatwarden.ingest.account.ActingAccount;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** The calls of one platform that act. Each blocks for one answer; safe for use by many threads. */
public interface PlatformActions {

  /** Returns the scheme of the platform. */
  String platform();

  /**
   * Returns the id by which the platform calls a chat.
   *
   * @param source the address of the chat without its scheme
   * @return empty where the platform has no such chat now
   * @throws IOException if the platform does not answer
   */
  Optional<String> chatId(String source, ActingAccount account)
      throws IOException, InterruptedException;

  /**
   * Returns until when an action has to wait, as the rate or the quota is short; empty when it may
   * be sent. Deletions wait earlier than others.
   */
  Optional<Instant> waitUntil(Action action, ActingAccount account);

  /** Acts; calls the platform once. A ban to lift is given as the action's reference. */
  Outcome perform(Action action, String chatId, ActingAccount account) throws InterruptedException;

  /**
   * Returns whether the effect of an action whose answer was lost is there; empty where the
   * platform does not say.
   */
  Optional<Boolean> isDone(Action action, String chatId, ActingAccount account)
      throws InterruptedException;
}
