package chatwarden.ingest.stage;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.ingest.source.Rejection;
import chatwarden.ingest.source.SourceSink;
import chatwarden.pipeline.v1.ChatEvent;
import chatwarden.type.v1.BannedAuthor;
import chatwarden.type.v1.Comment;
import chatwarden.type.v1.DeletedComment;
import com.google.protobuf.Timestamp;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class ReceiptTimesTest {
  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00.5Z");
  private static final Timestamp YEAR_9999 =
      Timestamp.newBuilder().setSeconds(253_402_300_799L).setNanos(999_999_999).build();

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Passed passed = new Passed();
  private final SourceSink sink =
      new ReceiptTimes(passed, InstantSource.fixed(NOW), registry.counter("source.time.ahead"));

  @Test
  void aTimeWithinTenMinutesIsThatOfThePlatform() throws Exception {
    for (Instant time : List.of(NOW.minusSeconds(1_000_000_000), NOW, NOW.plusSeconds(600))) {
      sink.deliver(comment(timestamp(time)));
      assertThat(passed.comments.getLast().getPublishTime()).isEqualTo(timestamp(time));
    }
    assertThat(replaced()).isZero();
  }

  @Test
  void aTimeFurtherAheadBecomesThatOfReceiptAndIsCounted() throws Exception {
    sink.deliver(comment(timestamp(NOW.plusSeconds(601))));
    sink.deliver(comment(YEAR_9999));
    assertThat(passed.comments)
        .extracting(Comment::getPublishTime)
        .containsExactly(timestamp(NOW), timestamp(NOW));
    assertThat(replaced()).isEqualTo(2);
  }

  @Test
  void theTimesOfReportsAreHeldToTheSame() throws Exception {
    sink.report(
        ChatEvent.newBuilder()
            .setDeleted(DeletedComment.newBuilder().setDeleteTime(YEAR_9999))
            .build());
    sink.report(
        ChatEvent.newBuilder().setBanned(BannedAuthor.newBuilder().setBanTime(YEAR_9999)).build());
    assertThat(passed.events.getFirst().getDeleted().getDeleteTime()).isEqualTo(timestamp(NOW));
    assertThat(passed.events.getLast().getBanned().getBanTime()).isEqualTo(timestamp(NOW));
    assertThat(replaced()).isEqualTo(2);
  }

  private double replaced() {
    return registry.get("source.time.ahead").counter().count();
  }

  private static Comment comment(Timestamp time) {
    return Comment.newBuilder().setId("id").setText("text").setPublishTime(time).build();
  }

  private static Timestamp timestamp(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }

  /** Keeps the deliveries. */
  private static final class Passed implements SourceSink {
    private final List<Comment> comments = new ArrayList<>();
    private final List<ChatEvent> events = new ArrayList<>();

    @Override
    public void deliver(Comment comment) {
      comments.add(comment);
    }

    @Override
    public void report(ChatEvent event) {
      events.add(event);
    }

    @Override
    public void reject(Rejection rejection) {}

    @Override
    public CompletionStage<Long> barrier() {
      return CompletableFuture.completedStage(0L);
    }
  }
}
