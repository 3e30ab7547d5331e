package chatwarden.ingest.broker;

import chatwarden.testing.engine.RabbitServer;

/** A real RabbitMQ; where there is none, the test is skipped and says so. */
public final class RabbitBroker implements KillableBroker {

  private final RabbitServer server;

  private RabbitBroker(RabbitServer server) {
    this.server = server;
  }

  /** Starts one. */
  public static RabbitBroker start() {
    return new RabbitBroker(RabbitServer.start());
  }

  int port() {
    return server.port();
  }

  @Override
  public String uri() {
    return server.uri();
  }

  @Override
  public void kill9() {
    server.kill9();
  }

  @Override
  public void restart() {
    server.restart();
  }

  @Override
  public void close() {
    server.close();
  }
}
