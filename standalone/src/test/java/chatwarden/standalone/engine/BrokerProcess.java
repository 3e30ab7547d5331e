package chatwarden.standalone.engine;

import chatwarden.broker.KillableBroker;
import chatwarden.testing.process.FreePorts;
import chatwarden.testing.process.JavaProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/** The embedded broker in a JVM of its own. Used by one thread at a time. */
final class BrokerProcess implements KillableBroker {

  private static final Duration START_LIMIT = Duration.ofSeconds(90);

  private final Path folder;
  private final int port = FreePorts.next();
  private JavaProcess process;
  private String uri;

  private BrokerProcess(Path folder) {
    this.folder = folder;
    restart();
  }

  static BrokerProcess start(Path folder) {
    return new BrokerProcess(folder);
  }

  @Override
  public void restart() {
    process =
        JavaProcess.ofMain(EngineMain.class.getName())
            .arguments("broker", folder.toString(), Integer.toString(port))
            .start();
    uri = process.awaitLine(Pattern.compile("^ready "), START_LIMIT).substring("ready ".length());
  }

  long pid() {
    return process.pid();
  }

  @Override
  public String uri() {
    return uri;
  }

  @Override
  public void kill9() {
    process.kill9();
  }

  @Override
  public void close() {
    process.close();
  }
}
