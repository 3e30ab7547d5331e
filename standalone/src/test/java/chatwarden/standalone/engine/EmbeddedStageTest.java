package chatwarden.standalone.engine;

import chatwarden.broker.KillableBroker;
import chatwarden.ingest.stage.StageContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** The stages on the embedded broker, in a JVM of its own that is killed. */
@Tag("soak")
final class EmbeddedStageTest extends StageContract {

  @TempDir private static Path folder;
  private static BrokerProcess broker;

  @BeforeAll
  static void startBroker() {
    broker = BrokerProcess.start(folder);
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @Override
  protected KillableBroker broker() {
    return broker;
  }
}
