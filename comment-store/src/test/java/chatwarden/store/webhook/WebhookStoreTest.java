package chatwarden.store.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.redis.OpenStores;
import chatwarden.store.review.Reviewer;
import chatwarden.testing.engine.RedisServer;
import chatwarden.webhook.v1.DeadDelivery;
import chatwarden.webhook.v1.Webhook;
import chatwarden.webhook.v1.WebhookAction;
import chatwarden.webhook.v1.WebhookChange;
import chatwarden.webhook.v1.WebhookState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class WebhookStoreTest {
  private static final byte[] SECRET = {1, 2, 3};
  private static final String SOURCE = "events:demo";

  @AutoClose private final RedisServer redis = RedisServer.startCluster();
  @AutoClose private final OpenStores stores;
  private final WebhookStore store;

  WebhookStoreTest() throws InterruptedException {
    stores = OpenStores.on(redis);
    store = stores.webhooks();
  }

  private static Webhook webhook(String id) {
    return Webhook.newBuilder()
        .setId(id)
        .setUri("https://example.com/")
        .addEvents("flagged")
        .addChats("demo")
        .setCaller("key:a")
        .build();
  }

  private void create(String id) {
    store.create(webhook(id), SECRET, Map.of(SOURCE, WebhookPlace.after("5-1")));
  }

  private static DeadDelivery letter(String position) {
    return DeadDelivery.newBuilder().setEvent("flagged").setPosition(position).build();
  }

  @Test
  void webhookIsReadBackWithItsStateAndItsPlace() {
    create("a");
    assertThat(store.find("a"))
        .contains(webhook("a").toBuilder().setState(WebhookState.WEBHOOK_ACTIVE).build());
    assertThat(store.secret("a")).contains(SECRET);
    assertThat(store.place("a", SOURCE)).contains(new WebhookPlace("5-1", 0, Instant.EPOCH));
    WebhookPlace failed = WebhookPlace.after("5-1").failed(Instant.ofEpochMilli(7));
    store.move("a", SOURCE, failed);
    assertThat(store.place("a", SOURCE)).contains(failed);
    assertThat(store.pause("a", "too slow", "key:b")).isTrue();
    assertThat(store.list().getFirst().getProblem()).isEqualTo("too slow");
    assertThat(store.list().getFirst().getState()).isEqualTo(WebhookState.WEBHOOK_PAUSED);
    assertThat(store.changes(10, "").changes())
        .extracting(WebhookChange::getAction, WebhookChange::getCaller)
        .containsExactly(
            tuple(WebhookAction.PAUSE_WEBHOOK, "key:b"),
            tuple(WebhookAction.CREATE_WEBHOOK, "key:a"));
  }

  @Test
  void whatConcernsADeletedWebhookLeavesNothing() {
    create("a");
    store.bury("a", SOURCE, WebhookPlace.after("6-1"), letter("6-1"));
    assertThat(store.delete("a", "key:a")).isTrue();

    store.move("a", SOURCE, WebhookPlace.after("7-1"));
    store.delivered("a", SOURCE, WebhookPlace.after("7-1"));
    assertThat(store.bury("a", SOURCE, WebhookPlace.after("8-1"), letter("8-1"))).isZero();
    assertThat(store.pause("a", "", "")).isFalse();
    assertThat(store.delete("a", "")).isFalse();

    assertThat(store.list()).isEmpty();
    assertThat(store.secret("a")).isEmpty();
    assertThat(store.place("a", SOURCE)).isEmpty();
    assertThat(store.dead("a", 10, "").deliveries()).isEmpty();
  }

  @Test
  void deadLettersInARowAreCountedUntilASuccess() {
    create("a");
    assertThat(store.bury("a", SOURCE, WebhookPlace.after("6-1"), letter("6-1"))).isEqualTo(1);
    assertThat(store.bury("a", SOURCE, WebhookPlace.after("7-1"), letter("7-1"))).isEqualTo(2);
    store.delivered("a", SOURCE, WebhookPlace.after("8-1"));
    assertThat(store.bury("a", SOURCE, WebhookPlace.after("9-1"), letter("9-1"))).isEqualTo(1);

    DeadDeliveryPage first = store.dead("a", 2, "");
    assertThat(first.deliveries())
        .extracting(DeadDelivery::getPosition)
        .containsExactly("6-1", "7-1");
    assertThat(store.dead("a", 2, first.nextPageToken()).deliveries())
        .extracting(DeadDelivery::getPosition)
        .containsExactly("9-1");
    assertThat(store.replay("a", "key:a")).isEqualTo(3);
    List<DeadDelivery> all = store.dead("a", 10, "").deliveries();
    assertThat(store.replayThrough("a")).contains(all.getLast().getId());
    store.forget("a", all.getFirst().getId());
    store.endReplay("a");
    assertThat(store.replayThrough("a")).isEmpty();
    assertThat(store.find("a").orElseThrow().getDeadDeliveryCount()).isEqualTo(2);
  }

  @Test
  void secondOfAnIdAndTooManyAreRefused() {
    create("a");
    assertThatThrownBy(() -> create("a"))
        .isInstanceOfSatisfying(
            ChatwardenException.class,
            e -> assertThat(e.code()).isEqualTo(FaultCode.ALREADY_EXISTS));
    IntStream.range(1, WebhookStore.MAX_WEBHOOKS).forEach(i -> create("b" + i));
    assertThatThrownBy(() -> create("c"))
        .isInstanceOfSatisfying(
            ChatwardenException.class, e -> assertThat(e.reason()).isEqualTo("TOO_MANY_WEBHOOKS"));
    assertThat(store.list()).hasSize(WebhookStore.MAX_WEBHOOKS);
  }

  @Test
  void oneProcessHoldsTheLease() {
    assertThat(store.hold("a", "one", Duration.ofMinutes(1))).isTrue();
    assertThat(store.hold("a", "two", Duration.ofMinutes(1))).isFalse();
    store.release("a", "two");
    assertThat(store.hold("a", "two", Duration.ofMinutes(1))).isFalse();
    store.release("a", "one");
    assertThat(store.hold("a", "two", Duration.ofMinutes(1))).isTrue();
  }

  @Test
  void callerWhoIsErasedIsAPseudonymInWebhooksAndTheirLog() {
    create("a");
    stores.personalData().pseudonymize("", "key:a", new Reviewer("Admin", ""));
    assertThat(store.find("a").orElseThrow().getCaller()).isNotEmpty().isNotEqualTo("key:a");
    assertThat(store.changes(10, "").changes().getFirst().getCaller())
        .isNotEmpty()
        .isNotEqualTo("key:a");
  }
}
