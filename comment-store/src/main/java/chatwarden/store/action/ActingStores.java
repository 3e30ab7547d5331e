package chatwarden.store.action;

import chatwarden.store.comment.CommentStore;
import chatwarden.store.redis.SharedConnection;
import chatwarden.store.review.ReviewStore;
import java.time.Duration;
import java.time.InstantSource;

/**
 * The stores of acting.
 *
 * @param modes which chats act
 * @param actions the outbox
 * @param relay turns decisions into actions
 */
public record ActingStores(ActingStore modes, ActionStore actions, DecisionRelay relay) {

  /** Returns those on a connection. */
  public static ActingStores on(
      SharedConnection redis,
      CommentStore comments,
      ReviewStore reviews,
      Duration ttl,
      int streamMaxLength,
      InstantSource clock) {
    ActingStore modes = new RedisActingStore(redis);
    ActionStore actions = new RedisActionStore(redis, ttl, streamMaxLength);
    return new ActingStores(
        modes, actions, new DecisionRelay(comments, reviews, modes, actions, clock));
  }
}
