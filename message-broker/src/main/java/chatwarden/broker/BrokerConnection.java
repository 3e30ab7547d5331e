package chatwarden.broker;

import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.FaultWords;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.lifecycle.ServicePart;
import chatwarden.runtime.retry.Backoff;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to the broker that is made again, with back-off, whenever it breaks, for as long as
 * this is open. On every new one the queues are declared before anybody gets it.
 *
 * <p>The recovery of the client library is off: messages that were unconfirmed or unacknowledged
 * when a connection broke is a matter of {@link ConfirmedPublisher} and {@link QueueSubscription},
 * which know what to do with it. RabbitMQ holds back connections that publish while it is short of
 * memory, so publishers and consumers take one each. Owns one virtual thread. Safe for use by many
 * threads.
 */
public final class BrokerConnection implements ServicePart {

  private static final Duration FIRST_DELAY = Duration.ofMillis(50);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);
  private static final Logger log = LoggerFactory.getLogger(BrokerConnection.class);

  private final String name;
  private final ConnectionFactory factory;
  private final Duration startTimeout;
  private final Backoff backoff;
  private final Counter connects;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable Connection current;
  private @Nullable Exception refusal;
  private volatile @Nullable String blocked;
  private boolean closed;
  private @Nullable Thread keeper;

  /**
   * A connection that is not made yet.
   *
   * @param name its purpose: shown to people, in logs, and by RabbitMQ's tools
   * @throws InvalidInputException when {@code broker.uri} is not an AMQP URI
   */
  public BrokerConnection(String name, Config config, MeterRegistry registry) {
    this.name = name;
    this.factory = BrokerFactory.create(config);
    this.startTimeout = config.get(BrokerKeys.START_TIMEOUT);
    this.backoff = new Backoff(FIRST_DELAY, config.get(BrokerKeys.RETRY_DELAY));
    this.connects =
        Counter.builder("broker.connect")
            .description("Connections made to the broker")
            .tag("connection", name)
            .register(registry);
    Gauge.builder("broker.connected", this, connection -> connection.isConnected() ? 1 : 0)
        .description("Whether there is a connection to the broker: 1 or 0")
        .tag("connection", name)
        .register(registry);
  }

  @Override
  public String name() {
    return "broker-" + name;
  }

  /**
   * Connects; waits for a broker that is away for at most {@code broker.start-timeout}.
   *
   * @throws ChatwardenException UNAVAILABLE, when it does not answer in time
   * @throws ChatwardenException FAILED_PRECONDITION, at once, when it refuses user, virtual host or
   *     queues
   */
  @Override
  public void start() throws InterruptedException {
    keeper = Thread.ofVirtual().name("broker-" + name).start(this::keep);
    long deadline = System.nanoTime() + startTimeout.toNanos();
    lock.lockInterruptibly();
    try {
      while (current == null && refusal == null) {
        long left = deadline - System.nanoTime();
        if (left <= 0 || changed.awaitNanos(left) <= 0) {
          break;
        }
      }
      if (current != null) {
        return;
      }
    } finally {
      lock.unlock();
    }
    Exception why = refusal;
    close();
    throw why == null
        ? FaultCode.UNAVAILABLE.exception(
            "BROKER_UNAVAILABLE", "no broker answers at " + address() + " within " + startTimeout)
        : FaultCode.FAILED_PRECONDITION.exception("BROKER_REFUSED", refusal(why), why);
  }

  private String refusal(Exception why) {
    String remedy =
        ReplyCode.of(why) == AMQP.PRECONDITION_FAILED
            ? " (remedy: let that queue run empty, then delete it by rabbitmqctl delete_queue)"
            : "";
    return "the broker at " + address() + " refuses: " + FaultWords.of(why) + remedy;
  }

  /** Whether there is a connection now. */
  public boolean isConnected() {
    lock.lock();
    try {
      return current != null;
    } finally {
      lock.unlock();
    }
  }

  /** Why the broker holds this connection back, as RabbitMQ does when memory or disk is short. */
  Optional<String> blockedBecause() {
    return Optional.ofNullable(blocked);
  }

  /**
   * The connection of this moment; waits for one if there is none. It may break at any time.
   *
   * @throws ChatwardenException UNAVAILABLE, when this is closed
   */
  Connection await() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        if (closed) {
          throw FaultCode.UNAVAILABLE.exception(
              "BROKER_CLOSED", "the connection to the broker is closed");
        }
        if (current != null && current.isOpen()) {
          return current;
        }
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  private void keep() {
    boolean reported = false;
    try {
      while (!isClosed()) {
        try {
          Connection connection = connect();
          reported = false;
          backoff.reset();
          untilBroken(connection);
        } catch (IOException | TimeoutException | RuntimeException e) {
          if (!isClosed()) {
            refused(e);
            if (!reported) {
              log.warn(
                  "Waiting engine=broker name={} at={} fault={}",
                  name,
                  address(),
                  FaultWords.of(e));
              reported = true;
            }
          }
        }
        if (!isClosed()) {
          Thread.sleep(backoff.next());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Connection connect() throws IOException, TimeoutException {
    Connection connection = factory.newConnection("chatwarden-" + name);
    try {
      BrokerTopology.declare(connection);
      return connection;
    } catch (IOException | TimeoutException | RuntimeException e) {
      connection.abort();
      throw e;
    }
  }

  private void untilBroken(Connection connection) throws InterruptedException {
    CountDownLatch broken = new CountDownLatch(1);
    connection.addShutdownListener(cause -> broken.countDown());
    blocked = null;
    connection.addBlockedListener(reason -> blocked = reason, () -> blocked = null);
    publish(connection);
    connects.increment();
    log.info("Connected engine=broker name={} at={}", name, address());
    try {
      broken.await();
    } finally {
      publish(null);
      connection.abort((int) CLOSE_TIMEOUT.toMillis());
    }
    if (!isClosed()) {
      log.warn("Lost engine=broker name={} at={}", name, address());
    }
  }

  private void publish(@Nullable Connection connection) {
    lock.lock();
    try {
      current = connection;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void refused(Exception fault) {
    if (fault instanceof AuthenticationFailureException
        || fault instanceof PossibleAuthenticationFailureException
        || ReplyCode.of(fault) == AMQP.PRECONDITION_FAILED) {
      lock.lock();
      try {
        refusal = fault;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  private String address() {
    return factory.getHost() + ":" + factory.getPort();
  }

  @Override
  public void close() {
    Connection open;
    lock.lock();
    try {
      closed = true;
      open = current;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (open != null) {
      open.abort((int) CLOSE_TIMEOUT.toMillis());
    }
    Thread thread = keeper;
    if (thread != null) {
      thread.interrupt();
    }
  }
}
