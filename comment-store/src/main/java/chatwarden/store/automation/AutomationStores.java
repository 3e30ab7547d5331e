package chatwarden.store.automation;

import chatwarden.store.action.ActingStores;
import chatwarden.store.comment.CommentStore;
import chatwarden.store.redis.SharedConnection;
import chatwarden.store.watch.EventLog;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;

/**
 * The stores of automation.
 *
 * @param automations the rules
 * @param actions the automatic actions and their audits
 * @param run tries the rules
 * @param outbox puts automatic actions into the outbox
 * @param gate whether they may be sent
 */
public record AutomationStores(
    AutomationStore automations,
    AutomaticActionStore actions,
    AutomationRun run,
    AutomaticOutbox outbox,
    AutomationGate gate) {

  /**
   * Returns those on a connection.
   *
   * @param ttl how long automatic actions and audits are kept; zero is for ever
   */
  public static AutomationStores on(
      SharedConnection redis,
      CommentStore comments,
      EventLog events,
      ActingStores acting,
      Duration ttl,
      InstantSource clock) {
    AutomationStore automations = new RedisAutomationStore(redis, clock);
    RedisAutomaticActionStore actions = new RedisAutomaticActionStore(redis, ttl);
    AutomationGate gate = new AutomationGate(automations);
    return new AutomationStores(
        automations,
        actions,
        new AutomationRun(
            comments, events, acting.modes(), automations, actions, new SecureRandom(), clock),
        new AutomaticOutbox(automations, actions, acting, gate, clock),
        gate);
  }
}
