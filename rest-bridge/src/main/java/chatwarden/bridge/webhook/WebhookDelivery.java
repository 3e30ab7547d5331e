package chatwarden.bridge.webhook;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.webhook.WebhookPlace;
import chatwarden.store.webhook.WebhookStore;
import chatwarden.webhook.v1.DeadDelivery;
import chatwarden.webhook.v1.Webhook;
import com.google.protobuf.util.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts what a chat has for a webhook, in order, from the place that is stored. The place moves
 * after each post, so that a process that dies in between leaves at most one event to be posted
 * again. Safe for use by many threads, each with a webhook and source of its own; blocks.
 */
final class WebhookDelivery {

  private static final Logger log = LoggerFactory.getLogger(WebhookDelivery.class);
  private static final int SLICE = 100;
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

  private final WebhookStore store;
  private final WebhookPost post;
  private final WebhookMetrics metrics;
  private final InstantSource clock;
  private final WebhookLimits limits;

  WebhookDelivery(
      WebhookStore store,
      WebhookPost post,
      WebhookMetrics metrics,
      InstantSource clock,
      WebhookLimits limits) {
    this.store = store;
    this.post = post;
    this.metrics = metrics;
    this.clock = clock;
    this.limits = limits;
  }

  /** Asks before each post whether this process may go on with the webhook. */
  interface Lease {
    boolean isHeld();
  }

  /** Posts until nothing is left, a post fails, or the lease is gone. */
  void run(Webhook webhook, String chat, WebhookSource source, Lease lease)
      throws InterruptedException {
    String name = source.name() + ":" + chat;
    WebhookPlace place = store.place(webhook.getId(), name).orElseGet(() -> WebhookPlace.after(""));
    if (place.nextTry().isAfter(clock.instant())) {
      return;
    }
    List<WebhookMessage> messages = after(webhook, chat, source, name, place);
    while (!messages.isEmpty()) {
      boolean isSkipping = false;
      for (WebhookMessage message : messages) {
        if (!webhook.getEventsList().contains(message.type())) {
          place = WebhookPlace.after(message.id());
          isSkipping = true;
        } else if (!lease.isHeld() || !post(webhook, chat, name, place, message)) {
          return;
        } else {
          place = WebhookPlace.after(message.id());
          isSkipping = false;
        }
      }
      if (isSkipping) {
        store.move(webhook.getId(), name, place);
      }
      messages = messages.size() < SLICE ? List.of() : source.after(chat, place.id(), SLICE);
    }
  }

  /** Events that a chat no longer keeps cannot be posted; the oldest that it keeps is the next. */
  private List<WebhookMessage> after(
      Webhook webhook, String chat, WebhookSource source, String name, WebhookPlace place) {
    try {
      return source.after(chat, place.id(), SLICE);
    } catch (ChatwardenException e) {
      FaultCode.OUT_OF_RANGE.orThrow(e);
      metrics.gap();
      log.warn("Skipped events that are not kept webhook={} chat={}", webhook.getId(), chat);
      store.move(webhook.getId(), name, WebhookPlace.after(""));
      return source.after(chat, "", SLICE);
    }
  }

  /** Returns whether the next message may follow. */
  private boolean post(
      Webhook webhook, String chat, String name, WebhookPlace place, WebhookMessage message)
      throws InterruptedException {
    String id = WebhookPost.id(webhook, chat, message);
    WebhookAnswer answer = post.send(webhook, id, message.body(chat));
    if (answer.isSuccess()) {
      store.delivered(webhook.getId(), name, WebhookPlace.after(message.id()));
      return true;
    }
    log.debug("Failed to post webhook={} problem={}", webhook.getId(), answer.problem());
    if (answer.isGone()) {
      pause(webhook, "the receiver answered 410: it wants no more events");
      return false;
    }
    WebhookPlace failed = place.failed(nextTry(place.attempts(), answer));
    if (failed.attempts() < limits.maxAttempts()) {
      store.move(webhook.getId(), name, failed);
      return false;
    }
    return bury(webhook, chat, name, message, failed, answer);
  }

  private boolean bury(
      Webhook webhook,
      String chat,
      String name,
      WebhookMessage message,
      WebhookPlace failed,
      WebhookAnswer answer) {
    DeadDelivery letter =
        DeadDelivery.newBuilder()
            .setMessageId(WebhookPost.id(webhook, chat, message))
            .setEvent(message.type())
            .setChat(chat)
            .setPosition(message.id())
            .setAttemptCount(failed.attempts())
            .setProblem(answer.problem())
            .setCreateTime(Timestamps.fromMillis(clock.millis()))
            .build();
    long inRow = store.bury(webhook.getId(), name, WebhookPlace.after(message.id()), letter);
    metrics.buried();
    if (inRow < limits.pauseAfter()) {
      return true;
    }
    pause(
        webhook, inRow + " events in a row became dead letters; the last one: " + answer.problem());
    return false;
  }

  private void pause(Webhook webhook, String problem) {
    if (store.pause(webhook.getId(), problem, "")) {
      log.warn("Paused webhook={} problem={}", webhook.getId(), problem);
    }
  }

  private Instant nextTry(int attempts, WebhookAnswer answer) {
    Duration pause = limits.firstPause();
    for (int i = 0; i < attempts && pause.compareTo(LONGEST_PAUSE) < 0; i++) {
      pause = pause.multipliedBy(2);
    }
    Duration shortest = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    Duration asked = answer.retryAfter();
    return clock.instant().plus(asked.compareTo(shortest) > 0 ? asked : shortest);
  }
}
