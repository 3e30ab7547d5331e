package chatwarden.ingest.stage;

import chatwarden.ingest.broker.KillableBroker;
import chatwarden.ingest.broker.RabbitBroker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The stages on RabbitMQ with quorum queues. */
@Tag("soak")
final class RabbitStageTest extends StageContract {

  private static KillableBroker broker;

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
}
