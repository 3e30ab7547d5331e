package chatwarden.broker;

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

  /** Sets the policy of the queues whose names match {@code pattern}. */
  public void setPolicy(String pattern, String definition) {
    server.setPolicy(pattern, definition);
  }

  /** Removes the policy again. */
  public void clearPolicy() {
    server.clearPolicy();
  }

  void addVirtualHost(String name) {
    server.addVirtualHost(name);
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
