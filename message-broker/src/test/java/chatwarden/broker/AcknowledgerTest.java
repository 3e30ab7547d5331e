package chatwarden.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

final class AcknowledgerTest {

  /** The tags that a broker waits for, by RabbitMQ's rules. */
  private static final class Unacknowledged {
    private final TreeSet<Long> tags = new TreeSet<>();
    private final List<Long> unknown = new ArrayList<>();

    Unacknowledged(int deliveries) {
      LongStream.rangeClosed(1, deliveries).forEach(tags::add);
    }

    synchronized void acknowledge(long tag, boolean multiple) {
      if (!tags.contains(tag)) {
        unknown.add(tag);
      } else if (multiple) {
        tags.headSet(tag, true).clear();
      } else {
        tags.remove(tag);
      }
    }

    synchronized boolean isEmpty() {
      return tags.isEmpty();
    }

    synchronized List<Long> unknown() {
      return List.copyOf(unknown);
    }
  }

  @RepeatedTest(50)
  void whateverTheOrderEveryTagIsAcknowledgedOnce(RepetitionInfo repetition) {
    Unacknowledged broker = new Unacknowledged(300);
    Acknowledger acknowledger = new Acknowledger(channel(broker));
    List<Long> order = new ArrayList<>(LongStream.rangeClosed(1, 300).boxed().toList());
    Random random = new Random(repetition.getCurrentRepetition());
    for (int from = 0; from < order.size(); from += 30) {
      Collections.shuffle(order.subList(from, from + 30), random);
    }
    for (long tag : order) {
      acknowledger.settle(tag);
      if (random.nextInt(5) == 0) {
        Thread.yield();
      }
    }
    await().atMost(Duration.ofSeconds(60)).until(broker::isEmpty);
    assertThat(broker.unknown()).isEmpty();
  }

  private static Channel channel(Unacknowledged broker) {
    return (Channel)
        Proxy.newProxyInstance(
            AcknowledgerTest.class.getClassLoader(),
            new Class<?>[] {Channel.class},
            (proxy, method, arguments) -> {
              assertThat(method.getName()).isEqualTo("basicAck");
              broker.acknowledge((long) arguments[0], (boolean) arguments[1]);
              return null;
            });
  }
}
