package chatwarden.standalone.engine;

import chatwarden.broker.KillableBroker;
import chatwarden.broker.PublishingContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** Runs the contract on the embedded broker, in a JVM of its own that is killed. */
@Tag("soak")
final class EmbeddedPublishingTest extends PublishingContract {

  @TempDir private static Path folder;

  @Override
  protected KillableBroker startBroker() {
    return BrokerProcess.start(folder);
  }
}
