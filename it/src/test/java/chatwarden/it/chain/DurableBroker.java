package chatwarden.it.chain;

import chatwarden.it.process.ChatwardenProcess;
import chatwarden.testing.engine.RabbitServer;
import chatwarden.testing.process.FreePorts;
import chatwarden.testing.process.JavaProcess;
import java.nio.file.Path;

/** A broker that a test kills and brings back with its data on disk. */
public interface DurableBroker extends AutoCloseable {
  String uri();

  void kill9();

  void restart();

  @Override
  void close();

  /** A real RabbitMQ; skips the test where it is not installed. */
  static DurableBroker rabbit() {
    RabbitServer rabbit = RabbitServer.start();
    return new DurableBroker() {
      @Override
      public String uri() {
        return rabbit.uri();
      }

      @Override
      public void kill9() {
        rabbit.kill9();
      }

      @Override
      public void restart() {
        rabbit.restart();
      }

      @Override
      public void close() {
        rabbit.close();
      }
    };
  }

  /** The embedded broker in a process of its own. */
  static DurableBroker embedded(Path folder) {
    return new EmbeddedBrokerProcess(folder, FreePorts.next());
  }

  /** {@code chatwarden serve broker}. */
  final class EmbeddedBrokerProcess implements DurableBroker {
    private final Path folder;
    private final int port;
    private JavaProcess process;

    EmbeddedBrokerProcess(Path folder, int port) {
      this.folder = folder;
      this.port = port;
      this.process = start();
    }

    private JavaProcess start() {
      return ChatwardenProcess.start(
          "serve", "broker", "--port", String.valueOf(port), "--data-dir", folder.toString());
    }

    @Override
    public String uri() {
      return ChatwardenProcess.readyAddress(process);
    }

    @Override
    public void kill9() {
      process.kill9();
    }

    @Override
    public void restart() {
      process.close();
      process = start();
    }

    @Override
    public void close() {
      process.close();
    }
  }
}
