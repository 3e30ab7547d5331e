package chatwarden.standalone.engine;

import java.nio.file.Path;

/** One embedded engine in a JVM of its own, to be killed. */
final class EngineMain {

  private EngineMain() {}

  /**
   * Arguments: {@code broker} or {@code redis}, the folder, the port. Prints {@code ready} and the
   * URI.
   */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[1]);
    int port = Integer.parseInt(arguments[2]);
    if (arguments[0].equals("broker")) {
      EmbeddedBroker broker = EmbeddedBroker.at(folder, port);
      broker.start();
      System.out.println("ready " + broker.uri());
    } else {
      EmbeddedRedis redis = EmbeddedRedis.at(folder, port);
      redis.start();
      System.out.println("ready " + redis.uri());
    }
    Thread.currentThread().join();
  }
}
