package chatwarden.ingest.stage;

import static chatwarden.ingest.stage.StageEvents.classified;
import static chatwarden.ingest.stage.StageEvents.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatwarden.broker.BrokerKeys;
import chatwarden.broker.BrokerTopology;
import chatwarden.broker.KillableBroker;
import chatwarden.broker.RabbitBroker;
import chatwarden.pipeline.v1.ClassifiedBatch;
import chatwarden.runtime.config.Config;
import chatwarden.type.v1.Comment;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The stages on RabbitMQ with quorum queues. */
@Tag("soak")
final class RabbitStageTest extends StageContract {

  private static RabbitBroker broker;

  @BeforeAll
  static void startBroker() {
    broker = RabbitBroker.start();
  }

  @AfterAll
  static void stopBroker() {
    if (broker != null) {
      broker.close();
    }
  }

  @Override
  protected KillableBroker broker() {
    return broker;
  }

  @Test
  void underADeliveryLimitEveryCommentIsRecordedOrADeadLetter() throws Exception {
    broker.setPolicy("^chatwarden\\..*\\.0$", "{\"delivery-limit\":2}");
    try {
      List<Comment> comments = comments(1_000);
      play(comments);
      for (int process = 0; process < 4; process++) {
        holdSomeAndDie();
      }
      store.fault = message -> Optional.empty();
      startBehind();

      Set<String> dead = new HashSet<>();
      Set<String> found = new HashSet<>();
      await()
          .atMost(LIMIT)
          .until(
              () -> {
                dead.addAll(deadComments());
                found.addAll(dead);
                found.addAll(classified(events()));
                return found.size() == comments.size();
              });
      assertThat(found).containsExactlyInAnyOrderElementsOf(ids(comments));
      assertThat(dead).isNotEmpty();
    } finally {
      broker.clearPolicy();
    }
  }

  /** Takes messages while the store is away and ends without acknowledging any. */
  private void holdSomeAndDie() throws Exception {
    store.fault = message -> Optional.of(STORE_AWAY);
    SimpleMeterRegistry own = new SimpleMeterRegistry();
    Config few = config().with(BrokerKeys.PREFETCH, 4);
    RecordStage stage = new RecordStage(consuming, publisher, store, few, own);
    stage.start();
    await().atMost(LIMIT).until(() -> own.get("stage.retry").counter().count() > 0);
    stage.close();
  }

  private static Set<String> deadComments() throws Exception {
    Set<String> ids = new HashSet<>();
    String queue = BrokerTopology.deadOf(BrokerTopology.RECORD);
    try (Connection connection = broker.plainConnection();
        Channel channel = connection.createChannel()) {
      for (GetResponse letter = channel.basicGet(queue, true);
          letter != null;
          letter = channel.basicGet(queue, true)) {
        assertThat(String.valueOf(letter.getProps().getHeaders().get("x-first-death-reason")))
            .isEqualTo("delivery_limit");
        if (letter.getProps().getType().equals(MessageTypes.CLASSIFIED)) {
          ClassifiedBatch.parseFrom(letter.getBody())
              .getCommentsList()
              .forEach(comment -> ids.add(comment.getComment().getId()));
        }
      }
    }
    return ids;
  }
}
