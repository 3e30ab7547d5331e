package chatwarden.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Specifies publishing with confirms, on every broker. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
public abstract class PublishingContract extends BrokerFixture {

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
    assertThat(deliveries).extracting(BrokerFixture::number).isEqualTo(numbers(0, 500));
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
    assertThat(take(received, 10).stream().map(BrokerFixture::number).distinct().toList())
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
    assertThat(take(received, 19).stream().map(BrokerFixture::number).distinct().toList())
        .isEqualTo(numbers(1, 20));
  }
}
