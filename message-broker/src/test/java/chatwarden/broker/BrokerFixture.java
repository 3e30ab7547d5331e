package chatwarden.broker;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.runtime.config.Config;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** Runs publishers and consumers on a broker that is started once for the class. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BrokerFixture {

  static final Duration LIMIT = Duration.ofSeconds(60);
  static final String QUEUE = BrokerTopology.TAG;
  static final String TYPE = "test.Message";

  final List<AutoCloseable> toClose = new ArrayList<>();
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  private KillableBroker broker;

  /** Starts the broker under test. */
  protected abstract KillableBroker startBroker();

  @BeforeAll
  void openBroker() {
    broker = startBroker();
  }

  @AfterAll
  void closeBroker() {
    if (broker != null) {
      broker.close();
    }
  }

  KillableBroker broker() {
    return broker;
  }

  @BeforeEach
  void emptyTheQueues() throws Exception {
    open("setup");
    broker().emptyQueues();
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable part : toClose.reversed()) {
      part.close();
    }
    toClose.clear();
  }

  ConfirmedPublisher publisher(int window) throws Exception {
    Config config = config().with(BrokerKeys.PUBLISH_WINDOW, window);
    ConfirmedPublisher publisher = new ConfirmedPublisher(open("publish"), config, registry);
    publisher.start();
    toClose.add(publisher::close);
    return publisher;
  }

  QueueSubscription subscribe(
      String queue, int prefetch, java.util.function.Consumer<Delivery> receiver)
      throws InterruptedException {
    Config config = config().with(BrokerKeys.PREFETCH, prefetch);
    return start(
        new QueueSubscription(open("consume"), queue, config, registry, () -> {}, receiver));
  }

  QueueSubscription start(QueueSubscription subscription) {
    subscription.start();
    toClose.add(subscription);
    return subscription;
  }

  BrokerConnection open(String name) throws InterruptedException {
    BrokerConnection connection = new BrokerConnection(name, config(), registry);
    connection.start();
    toClose.add(connection::close);
    return connection;
  }

  Config config() {
    return Config.defaults().with(BrokerKeys.URI, broker().uri());
  }

  static List<CompletableFuture<Void>> publish(ConfirmedPublisher publisher, int from, int to)
      throws InterruptedException {
    return publishTo(QUEUE, publisher, from, to);
  }

  static List<CompletableFuture<Void>> publishTo(
      String queue, ConfirmedPublisher publisher, int from, int to) throws InterruptedException {
    List<CompletableFuture<Void>> confirms = new ArrayList<>();
    for (int i = from; i < to; i++) {
      byte[] body = Integer.toString(i).getBytes(StandardCharsets.US_ASCII);
      confirms.add(publisher.publish(queue, TYPE, body, Map.of(MessageHeaders.ATTEMPT, 3)));
    }
    return confirms;
  }

  static List<CompletableFuture<Void>> publishUnchecked(
      ConfirmedPublisher publisher, int from, int to) {
    try {
      return publish(publisher, from, to);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static void takeAndAck(BlockingQueue<Delivery> into, Delivery delivery) {
    into.add(delivery);
    delivery.ack();
  }

  static List<Delivery> take(BlockingQueue<Delivery> from, int count) throws InterruptedException {
    List<Delivery> taken = new ArrayList<>();
    while (taken.size() < count) {
      Delivery delivery = from.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
      assertThat(delivery).as("delivery %s of %s", taken.size() + 1, count).isNotNull();
      taken.add(delivery);
    }
    return taken;
  }

  static int number(Delivery delivery) {
    return Integer.parseInt(new String(delivery.body(), StandardCharsets.US_ASCII));
  }

  static List<Integer> numbers(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }
}
