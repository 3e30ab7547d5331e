package chatwarden.broker;

import org.junit.jupiter.api.Tag;

/** Runs the contract on RabbitMQ with quorum queues. */
@Tag("soak")
final class RabbitPublishingTest extends PublishingContract {

  @Override
  protected KillableBroker startBroker() {
    return RabbitBroker.start();
  }
}
