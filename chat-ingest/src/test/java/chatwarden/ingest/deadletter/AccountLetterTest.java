package chatwarden.ingest.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.broker.BrokerConnection;
import chatwarden.broker.BrokerKeys;
import chatwarden.broker.BrokerTopology;
import chatwarden.broker.ConfirmedPublisher;
import chatwarden.broker.DeadLetterScan;
import chatwarden.broker.MessageHeaders;
import chatwarden.pipeline.v1.ChatEvent;
import chatwarden.pipeline.v1.ClassifiedBatch;
import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.runtime.config.Config;
import chatwarden.testing.engine.RabbitServer;
import chatwarden.type.v1.Author;
import chatwarden.type.v1.BannedAuthor;
import chatwarden.type.v1.Comment;
import com.google.protobuf.Message;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class AccountLetterTest {

  private static final String AUTHOR = "UCmarkedAuthor";
  private static final String DEAD = BrokerTopology.deadOf(BrokerTopology.RECORD);

  @Test
  void deadLettersOfAnAccountGoAndOthersStayUntilTheirTime() throws Exception {
    try (RabbitServer rabbit = RabbitServer.start()) {
      Config config = Config.defaults().with(BrokerKeys.URI, rabbit.uri());
      SimpleMeterRegistry registry = new SimpleMeterRegistry();
      BrokerConnection publishing = new BrokerConnection("publish", config, registry);
      BrokerConnection consuming = new BrokerConnection("consume", config, registry);
      ConfirmedPublisher publisher = new ConfirmedPublisher(publishing, config, registry);
      publishing.start();
      consuming.start();
      publisher.start();
      try {
        DeadLetterScan scan = new DeadLetterScan(consuming, publisher);
        publish(publisher, comment(AUTHOR, "c1"));
        publish(publisher, comment("UCother", "o1"));
        publish(
            publisher,
            ClassifiedBatch.newBuilder()
                .setChat("demo")
                .addComments(ClassifiedComment.newBuilder().setComment(comment(AUTHOR, "c2")))
                .addComments(ClassifiedComment.newBuilder().setComment(comment("UCother", "o2")))
                .build());
        publish(
            publisher,
            ChatEvent.newBuilder()
                .setChat("demo")
                .setBanned(BannedAuthor.newBuilder().setAuthor(Author.newBuilder().setId(AUTHOR)))
                .build());
        assertThat(found(scan)).hasSize(3);
        assertThat(found(scan)).as("again").hasSize(3);
        scan.run(message -> AccountLetter.of(message, AUTHOR, "", (chat, id) -> true).rest());
        assertThat(found(scan)).isEmpty();
        assertThat(bodies(scan))
            .hasSize(2)
            .allMatch(body -> body.contains("UCother") && !body.contains(AUTHOR));
        sweepAfter(scan, Duration.ofHours(23));
        assertThat(bodies(scan)).hasSize(2);
        sweepAfter(scan, Duration.ofHours(25));
        assertThat(bodies(scan)).isEmpty();
      } finally {
        publisher.close();
        consuming.close();
        publishing.close();
      }
    }
  }

  private static void sweepAfter(DeadLetterScan scan, Duration time) throws Exception {
    InstantSource clock = () -> InstantSource.system().instant().plus(time);
    new DeadLetterSweeper(scan, Duration.ofDays(1), clock).sweep();
  }

  private static Comment comment(String author, String id) {
    return Comment.newBuilder()
        .setChat("demo")
        .setId(id)
        .setText("text of " + author)
        .setAuthor(Author.newBuilder().setId(author))
        .build();
  }

  private static void publish(ConfirmedPublisher publisher, Message message) throws Exception {
    publisher
        .publish(
            DEAD,
            message.getDescriptorForType().getFullName(),
            message.toByteArray(),
            Map.of(MessageHeaders.REASON, "TEST", MessageHeaders.QUEUE, BrokerTopology.RECORD))
        .join();
  }

  private static List<Object> found(DeadLetterScan scan) throws Exception {
    List<Object> records = new ArrayList<>();
    scan.run(
        message -> {
          records.addAll(AccountLetter.of(message, AUTHOR, "", (chat, id) -> true).records());
          return message.body();
        });
    return records;
  }

  private static List<String> bodies(DeadLetterScan scan) throws Exception {
    List<String> bodies = new ArrayList<>();
    scan.run(
        message -> {
          bodies.add(new String(message.body(), StandardCharsets.UTF_8));
          return message.body();
        });
    return bodies;
  }
}
