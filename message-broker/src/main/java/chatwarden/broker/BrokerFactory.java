package chatwarden.broker;

import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.InvalidInputException;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.impl.ForgivingExceptionHandler;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the client library ready for the way in which it is used here. */
final class BrokerFactory {

  private static final int CONNECT_MILLIS = 5_000;
  private static final Logger log = LoggerFactory.getLogger(BrokerFactory.class);

  private BrokerFactory() {}

  static ConnectionFactory create(Config config) {
    ConnectionFactory factory = new ConnectionFactory();
    setUri(factory, config.get(BrokerKeys.URI));
    factory.setAutomaticRecoveryEnabled(false);
    factory.setTopologyRecoveryEnabled(false);
    factory.setRequestedHeartbeat(seconds(config.get(BrokerKeys.HEARTBEAT)));
    factory.setConnectionTimeout(CONNECT_MILLIS);
    factory.setHandshakeTimeout(CONNECT_MILLIS);
    factory.setShutdownTimeout(CONNECT_MILLIS);
    factory.setThreadFactory(Thread.ofPlatform().daemon().name("amqp-", 0).factory());
    factory.setSharedExecutor(Executors.newVirtualThreadPerTaskExecutor());
    factory.setExceptionHandler(new QuietHandler());
    Map<String, Object> properties = new HashMap<>(factory.getClientProperties());
    properties.put("product", "Chatwarden");
    factory.setClientProperties(properties);
    return factory;
  }

  private static int seconds(Duration heartbeat) {
    return (int) Math.max(1, heartbeat.toSeconds());
  }

  private static void setUri(ConnectionFactory factory, String uri) {
    if (!uri.startsWith("amqp://") && !uri.startsWith("amqps://")) {
      throw invalid();
    }
    try {
      factory.setUri(uri);
    } catch (URISyntaxException | GeneralSecurityException | IllegalArgumentException e) {
      throw invalid();
    }
  }

  /** Says nothing of the value or of the cause's message: the password may stand in either. */
  private static InvalidInputException invalid() {
    return InvalidInputException.of(
        BrokerKeys.URI.name(), "not an AMQP URI (expected: amqp://user:password@host:port)");
  }

  /** A broken connection is reported once, by {@link BrokerConnection}, and not by the library. */
  private static final class QuietHandler extends ForgivingExceptionHandler {
    @Override
    protected void log(String message, Throwable fault) {
      log.debug("{}", message, fault);
    }
  }
}
