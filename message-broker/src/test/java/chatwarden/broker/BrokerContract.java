package chatwarden.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import chatwarden.runtime.config.Config;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** What publishing and consuming promise, whatever the broker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
public abstract class BrokerContract {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String QUEUE = BrokerTopology.TAG;
  private static final String TYPE = "test.Message";

  private final List<AutoCloseable> toClose = new ArrayList<>();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  /** The broker under test, started once for the class. */
  protected abstract KillableBroker broker();

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

  @Test
  void whatIsConfirmedArrivesInOrderAndWhole() throws Exception {
    ConfirmedPublisher publisher = publisher(64);
    List<CompletableFuture<Void>> confirms = publish(publisher, 0, 500);
    assertThat(CompletableFuture.allOf(confirms.toArray(CompletableFuture[]::new)))
        .succeedsWithin(LIMIT);
    assertThat(publisher.outstanding()).isZero();

    BlockingQueue<Delivery> received = new LinkedBlockingQueue<>();
    subscribe(QUEUE, 32, delivery -> takeAndAck(received, delivery));
    List<Delivery> deliveries = take(received, 500);
    assertThat(deliveries).extracting(BrokerContract::number).isEqualTo(numbers(0, 500));
    Delivery first = deliveries.getFirst();
    assertThat(first.type()).isEqualTo(TYPE);
    assertThat(first.id()).isNotEmpty();
    assertThat(first.queue()).isEqualTo(QUEUE);
    assertThat(first.attempt()).isEqualTo(3);
    assertThat(first.isRedelivered()).isFalse();
    assertThat(first.sentMillis()).isPositive();
  }

  @Test
  void killOfTheBrokerLosesNothingConfirmedAndDisplacesOnlyWhatWasUnderWay() throws Exception {
    ConfirmedPublisher publisher = publisher(64);
    List<Integer> received = new CopyOnWriteArrayList<>();
    subscribe(
        QUEUE,
        16,
        delivery -> {
          received.add(number(delivery));
          delivery.ack();
        });
    CompletableFuture<List<CompletableFuture<Void>>> publishing =
        CompletableFuture.supplyAsync(() -> publishUnchecked(publisher, 0, 3_000));
    await().atMost(LIMIT).until(() -> received.size() > 300);
    broker().kill9();
    broker().restart();
    List<CompletableFuture<Void>> confirms = publishing.get(60, TimeUnit.SECONDS);
    assertThat(CompletableFuture.allOf(confirms.toArray(CompletableFuture[]::new)))
        .succeedsWithin(LIMIT);
    await().atMost(LIMIT).until(() -> received.contains(2_999));
    List<Integer> distinct = received.stream().distinct().toList();
    assertThat(distinct).containsExactlyInAnyOrderElementsOf(numbers(0, 3_000));
    assertThat(distinct)
        .allSatisfy(number -> assertThat(distinct.indexOf(number)).isCloseTo(number, within(32)));
  }

  @Test
  void messageWhoseConfirmIsOverdueIsPublishedAgain() throws Exception {
    ConfirmedPublisher publisher = publisher(64);
    BlockingQueue<Delivery> received = new LinkedBlockingQueue<>();
    subscribe(QUEUE, 8, delivery -> takeAndAck(received, delivery));
    for (int i = 0; i < 20; i++) {
      List<CompletableFuture<Void>> confirms = publish(publisher, i, i + 1);
      publisher.repeatWhatWaits(Duration.ZERO); // Whatever has no confirm by now is overdue.
      assertThat(confirms.getFirst()).succeedsWithin(LIMIT);
    }
    Set<Integer> numbers = new HashSet<>();
    await()
        .atMost(LIMIT)
        .until(
            () -> {
              received.forEach(delivery -> numbers.add(number(delivery)));
              return numbers.size() == 20;
            });
  }

  @Test
  void whatWasPublishedWhileTheBrokerIsAwayWaitsAndTheCallerBlocksAtTheWindow() throws Exception {
    ConfirmedPublisher publisher = publisher(4);
    assertThat(CompletableFuture.allOf(publish(publisher, 0, 1).toArray(CompletableFuture[]::new)))
        .succeedsWithin(LIMIT);
    broker().kill9();
    AtomicInteger published = new AtomicInteger();
    CompletableFuture<Void> publishing =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 1; i < 10; i++) {
                publishUnchecked(publisher, i, i + 1);
                published.incrementAndGet();
              }
            });
    await().atMost(LIMIT).untilAtomic(published, org.hamcrest.Matchers.is(4));
    await()
        .during(Duration.ofMillis(300))
        .atMost(LIMIT)
        .until(() -> published.get() == 4 && publisher.outstanding() == 4);
    broker().restart();
    assertThat(publishing).succeedsWithin(LIMIT);
    BlockingQueue<Delivery> received = new LinkedBlockingQueue<>();
    subscribe(QUEUE, 4, delivery -> takeAndAck(received, delivery));
    assertThat(take(received, 10).stream().map(BrokerContract::number).distinct().toList())
        .isEqualTo(numbers(0, 10));
  }

  /**
   * Comes last: RabbitMQ 3.10 may lose a quorum queue that is killed soon after it was made anew.
   */
  @Test
  @Order(Integer.MAX_VALUE)
  void deletedQueueIsDeclaredAgainAndTheMessageArrives() throws Exception {
    ConfirmedPublisher publisher = publisher(64);
    assertThat(CompletableFuture.allOf(publish(publisher, 0, 1).toArray(CompletableFuture[]::new)))
        .succeedsWithin(LIMIT);
    try (Connection connection = broker().plainConnection();
        Channel channel = connection.createChannel()) {
      channel.queueDelete(QUEUE);
    }
    List<CompletableFuture<Void>> confirms = publish(publisher, 1, 20);
    assertThat(CompletableFuture.allOf(confirms.toArray(CompletableFuture[]::new)))
        .succeedsWithin(LIMIT);
    assertThat(registry.counter("broker.publish.repeat").count()).isPositive();
    BlockingQueue<Delivery> received = new LinkedBlockingQueue<>();
    subscribe(QUEUE, 64, delivery -> takeAndAck(received, delivery));
    assertThat(take(received, 19).stream().map(BrokerContract::number).distinct().toList())
        .isEqualTo(numbers(1, 20));
  }

  @Test
  void whatIsNotAcknowledgedComesAgainInOrder() throws Exception {
    ConfirmedPublisher publisher = publisher(64);
    publish(publisher, 0, 10);
    BlockingQueue<Delivery> first = new LinkedBlockingQueue<>();
    try (QueueSubscription subscription = subscribe(QUEUE, 10, first::add)) {
      take(first, 10);
      assertThat(subscription).isNotNull();
    }
    BlockingQueue<Delivery> second = new LinkedBlockingQueue<>();
    subscribe(QUEUE, 10, delivery -> takeAndAck(second, delivery));
    List<Delivery> again = take(second, 10);
    assertThat(again).extracting(BrokerContract::number).isEqualTo(numbers(0, 10));
    assertThat(again).allMatch(Delivery::isRedelivered);
  }

  @Test
  void acksInAnyOrderLeaveNothingBehind() throws Exception {
    ConfirmedPublisher publisher = publisher(64);
    publish(publisher, 0, 200);
    BlockingQueue<Delivery> received = new LinkedBlockingQueue<>();
    try (QueueSubscription subscription = subscribe(QUEUE, 200, received::add)) {
      List<Delivery> deliveries = new ArrayList<>(take(received, 200));
      Collections.shuffle(deliveries, new Random(7));
      deliveries.forEach(Delivery::ack);
      // The prefetch is used up: as many deliveries more are as many acks that the broker has seen.
      publish(publisher, 1_000, 1_200);
      assertThat(number(take(received, 200).getLast())).isEqualTo(1_199);
      assertThat(subscription).isNotNull();
    }
    BlockingQueue<Delivery> next = new LinkedBlockingQueue<>();
    subscribe(QUEUE, 200, delivery -> takeAndAck(next, delivery));
    assertThat(take(next, 200)).extracting(BrokerContract::number).isEqualTo(numbers(1_000, 1_200));
  }

  @Test
  void unacknowledgedMessagesNeverExceedThePrefetch() throws Exception {
    ConfirmedPublisher publisher = publisher(64);
    publish(publisher, 0, 50);
    BlockingQueue<Delivery> received = new LinkedBlockingQueue<>();
    subscribe(QUEUE, 8, received::add);
    List<Delivery> held = take(received, 8);
    await().during(Duration.ofMillis(300)).atMost(LIMIT).until(received::isEmpty);
    held.getFirst().ack();
    assertThat(number(take(received, 1).getFirst())).isEqualTo(8);
  }

  @Test
  void deliveryOfADeadConnectionIsNotAcknowledgedOnTheNext() throws Exception {
    ConfirmedPublisher publisher = publisher(64);
    assertThat(CompletableFuture.allOf(publish(publisher, 0, 3).toArray(CompletableFuture[]::new)))
        .succeedsWithin(LIMIT);
    BlockingQueue<Delivery> received = new LinkedBlockingQueue<>();
    subscribe(QUEUE, 3, received::add);
    List<Delivery> stale = take(received, 3);
    broker().kill9();
    await().atMost(LIMIT).until(() -> stale.stream().noneMatch(Delivery::isLive));
    broker().restart();
    List<Delivery> fresh = take(received, 3);
    stale.forEach(Delivery::ack);
    assertThat(fresh).extracting(BrokerContract::number).isEqualTo(numbers(0, 3));
    await()
        .during(Duration.ofMillis(300))
        .atMost(LIMIT)
        .until(() -> fresh.stream().allMatch(Delivery::isLive));
    fresh.getFirst().ack();
    publish(publisher, 3, 4);
    assertThat(number(take(received, 1).getFirst())).isEqualTo(3);
  }

  @Test
  void secondConsumerOfTheRecordQueueTakesOverAtTheFirstUnacknowledgedMessage() throws Exception {
    ConfirmedPublisher publisher = publisher(64);
    BlockingQueue<Delivery> first = new LinkedBlockingQueue<>();
    BlockingQueue<Delivery> second = new LinkedBlockingQueue<>();
    QueueSubscription active = subscribe(BrokerTopology.RECORD, 10, first::add);
    publishTo(BrokerTopology.RECORD, publisher, 0, 1);
    List<Delivery> held = new ArrayList<>(take(first, 1));
    subscribe(BrokerTopology.RECORD, 64, delivery -> takeAndAck(second, delivery));
    publishTo(BrokerTopology.RECORD, publisher, 1, 30);
    held.addAll(take(first, 9));
    held.get(2).ack();
    held.get(4).ack();
    take(first, 2);
    assertThat(second).isEmpty();

    active.close();

    List<Integer> rest = numbers(0, 30).stream().filter(n -> n != 2 && n != 4).toList();
    assertThat(take(second, 28)).extracting(BrokerContract::number).isEqualTo(rest);
  }

  @Test
  void messagesHeldForTooLongAreGivenBackOnceAndWaitForTheGate() throws Exception {
    ConfirmedPublisher publisher = publisher(64);
    BlockingQueue<Delivery> received = new LinkedBlockingQueue<>();
    AtomicBoolean open = new AtomicBoolean(true);
    Gate gate =
        () -> {
          while (!open.get()) {
            Thread.sleep(20);
          }
        };
    Config hasty = config().with(BrokerKeys.HOLD_LIMIT, Duration.ofMillis(300));
    start(new QueueSubscription(open("consume"), QUEUE, hasty, registry, gate, received::add));
    publish(publisher, 0, 5);
    take(received, 5);
    open.set(false);
    await()
        .atMost(LIMIT)
        .until(() -> registry.counter("broker.given.back", "queue", QUEUE).count() == 1);
    await().during(Duration.ofSeconds(1)).atMost(LIMIT).until(received::isEmpty);

    open.set(true);

    List<Delivery> again = take(received, 5);
    assertThat(again).extracting(BrokerContract::number).isEqualTo(numbers(0, 5));
    assertThat(again).allMatch(Delivery::isRedelivered);
    again.forEach(Delivery::ack);
  }

  @Test
  void messagesOfAnEarlierVersionAreMovedInOrder() throws Exception {
    String earlier = "chatwarden.tag";
    ConfirmedPublisher publisher = publisher(64);
    try (Connection connection = broker().plainConnection();
        Channel channel = connection.createChannel()) {
      channel.queueDeclare(earlier, true, false, false, QueueArguments.ofDead(connection));
      channel.confirmSelect();
      for (int i = 0; i < 100; i++) {
        publishPlainly(channel, earlier, i);
      }
      channel.waitForConfirmsOrDie(60_000);
      QueueMigration migration = new QueueMigration(open("consume"), publisher, config());
      migration.start();
      toClose.add(migration::close);
      assertThat(channel.messageCount(earlier)).isZero();
      BlockingQueue<Delivery> received = new LinkedBlockingQueue<>();
      subscribe(QUEUE, 200, delivery -> takeAndAck(received, delivery));
      List<Delivery> moved = take(received, 100);
      assertThat(moved).extracting(BrokerContract::number).isEqualTo(numbers(0, 100));
      assertThat(moved).allMatch(delivery -> delivery.attempt() == 3);
      assertThat(moved.getFirst().id()).isEqualTo("m0");

      publishPlainly(channel, earlier, 100); // A process of the earlier version that still runs.

      assertThat(number(take(received, 1).getFirst())).isEqualTo(100);
      channel.queueDelete(earlier);
    }
  }

  private static void publishPlainly(Channel channel, String queue, int number) throws IOException {
    AMQP.BasicProperties properties =
        Outbound.properties("m" + number, TYPE, Map.of(MessageHeaders.ATTEMPT, 3));
    byte[] body = Integer.toString(number).getBytes(StandardCharsets.US_ASCII);
    channel.basicPublish("", queue, properties, body);
  }

  private ConfirmedPublisher publisher(int window) throws Exception {
    Config config = config().with(BrokerKeys.PUBLISH_WINDOW, window);
    ConfirmedPublisher publisher = new ConfirmedPublisher(open("publish"), config, registry);
    publisher.start();
    toClose.add(publisher::close);
    return publisher;
  }

  private QueueSubscription subscribe(
      String queue, int prefetch, java.util.function.Consumer<Delivery> receiver)
      throws InterruptedException {
    Config config = config().with(BrokerKeys.PREFETCH, prefetch);
    return start(
        new QueueSubscription(open("consume"), queue, config, registry, () -> {}, receiver));
  }

  private QueueSubscription start(QueueSubscription subscription) {
    subscription.start();
    toClose.add(subscription);
    return subscription;
  }

  private BrokerConnection open(String name) throws InterruptedException {
    BrokerConnection connection = new BrokerConnection(name, config(), registry);
    connection.start();
    toClose.add(connection::close);
    return connection;
  }

  private Config config() {
    return Config.defaults().with(BrokerKeys.URI, broker().uri());
  }

  private static List<CompletableFuture<Void>> publish(
      ConfirmedPublisher publisher, int from, int to) throws InterruptedException {
    return publishTo(QUEUE, publisher, from, to);
  }

  private static List<CompletableFuture<Void>> publishTo(
      String queue, ConfirmedPublisher publisher, int from, int to) throws InterruptedException {
    List<CompletableFuture<Void>> confirms = new ArrayList<>();
    for (int i = from; i < to; i++) {
      byte[] body = Integer.toString(i).getBytes(StandardCharsets.US_ASCII);
      confirms.add(publisher.publish(queue, TYPE, body, Map.of(MessageHeaders.ATTEMPT, 3)));
    }
    return confirms;
  }

  private static List<CompletableFuture<Void>> publishUnchecked(
      ConfirmedPublisher publisher, int from, int to) {
    try {
      return publish(publisher, from, to);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void takeAndAck(BlockingQueue<Delivery> into, Delivery delivery) {
    into.add(delivery);
    delivery.ack();
  }

  private static List<Delivery> take(BlockingQueue<Delivery> from, int count)
      throws InterruptedException {
    List<Delivery> taken = new ArrayList<>();
    while (taken.size() < count) {
      Delivery delivery = from.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
      assertThat(delivery).as("delivery %s of %s", taken.size() + 1, count).isNotNull();
      taken.add(delivery);
    }
    return taken;
  }

  private static int number(Delivery delivery) {
    return Integer.parseInt(new String(delivery.body(), StandardCharsets.US_ASCII));
  }

  private static List<Integer> numbers(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }
}
