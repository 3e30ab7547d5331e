package chatwarden.standalone.engine;

import chatwarden.broker.ConsumingContract;
import chatwarden.broker.KillableBroker;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** Runs the contract on the embedded broker, in a JVM of its own that is killed. */
@Tag("soak")
final class EmbeddedConsumingTest extends ConsumingContract {

  @TempDir private static Path folder;

  @Override
  protected KillableBroker startBroker() {
    return BrokerProcess.start(folder);
  }
}
