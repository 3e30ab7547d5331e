package chatwarden.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatwarden.runtime.config.Config;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Specifies consuming with acknowledgements, on every broker. */
public abstract class ConsumingContract extends BrokerFixture {

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
    assertThat(again).extracting(BrokerFixture::number).isEqualTo(numbers(0, 10));
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
    assertThat(take(next, 200)).extracting(BrokerFixture::number).isEqualTo(numbers(1_000, 1_200));
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
    assertThat(fresh).extracting(BrokerFixture::number).isEqualTo(numbers(0, 3));
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
    assertThat(take(second, 28)).extracting(BrokerFixture::number).isEqualTo(rest);
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
    assertThat(again).extracting(BrokerFixture::number).isEqualTo(numbers(0, 5));
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
      assertThat(moved).extracting(BrokerFixture::number).isEqualTo(numbers(0, 100));
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
}
