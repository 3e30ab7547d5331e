package chatwarden.ingest.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.domain.chat.SyntheticChat;
import chatwarden.ingest.source.RecordingSink;
import chatwarden.ingest.source.SourceSink;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.synthetic.SyntheticStore;
import chatwarden.type.v1.Comment;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SyntheticCommentsTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final RecordingSink sink = new RecordingSink();
  private final Store store = new Store();

  @Test
  void aCommentThatIsRecordedIsTimedAndRemoved() throws Exception {
    comments(() -> sink).turn();

    assertThat(sink.comments())
        .singleElement()
        .satisfies(
            comment -> {
              assertThat(comment.getChat()).isEqualTo(SyntheticChat.ID);
              assertThat(comment.hasAuthor()).isFalse();
            });
    assertThat(count("recorded")).isEqualTo(1);
    assertThat(count("failed")).isZero();
    assertThat(registry.get("synthetic.comment.duration").timer().count()).isEqualTo(1);
    assertThat(store.cleared).as("before and after").isEqualTo(2);
  }

  @Test
  void aProcessWithoutTheTurnPublishesNothing() throws Exception {
    store.hasTurn = false;
    comments(() -> sink).turn();

    assertThat(sink.comments()).isEmpty();
    assertThat(count("recorded") + count("failed")).isZero();
  }

  @Test
  void aCommentThatIsNotRecordedInTimeFailsAndIsRemoved() throws Exception {
    store.records = false;
    comments(() -> sink).turn();

    assertThat(count("failed")).isEqualTo(1);
    assertThat(store.cleared).isEqualTo(2);
  }

  @Test
  void aCommentThatTheBrokerDoesNotConfirmIsNotFollowedByAnother() throws Exception {
    CompletableFuture<Long> confirm = new CompletableFuture<>();
    sink.confirmBy(() -> confirm);
    SyntheticComments comments = comments(() -> sink);
    comments.turn();
    comments.turn();

    assertThat(sink.comments()).hasSize(1);
    assertThat(count("failed")).isEqualTo(2);

    confirm.complete(1L);
    sink.confirmBy(() -> CompletableFuture.completedFuture(2L));
    comments.turn();

    assertThat(sink.comments()).hasSize(2);
    assertThat(count("recorded")).isEqualTo(1);
  }

  @Test
  void aPipelineThatIsClosedAndAStoreThatIsAwayCountAsFailures() throws Exception {
    comments(
            () -> {
              throw FaultCode.UNAVAILABLE.exception("STAGE_CLOSED", "a fault of the test");
            })
        .turn();
    assertThat(count("failed")).isEqualTo(1);

    store.isAway = true;
    comments(() -> sink).turn();
    assertThat(count("failed")).isEqualTo(2);
  }

  private SyntheticComments comments(Supplier<SourceSink> pipeline) {
    return new SyntheticComments(
        pipeline,
        store,
        Duration.ofMinutes(1),
        Duration.ofSeconds(2),
        InstantSource.system(),
        new SyntheticMetrics(registry));
  }

  private double count(String outcome) {
    return registry.get("synthetic.comment").tag("outcome", outcome).counter().count();
  }

  /** Records what the sink has taken. */
  private final class Store implements SyntheticStore {
    private boolean hasTurn = true;
    private boolean records = true;
    private boolean isAway;
    private int cleared;

    @Override
    public boolean takeTurn(Duration interval) {
      if (isAway) {
        throw FaultCode.UNAVAILABLE.exception("STORE_AWAY", "a fault of the test");
      }
      return hasTurn;
    }

    @Override
    public boolean isRecorded(String id) {
      return records && sink.comments().stream().map(Comment::getId).anyMatch(id::equals);
    }

    @Override
    public void clear() {
      cleared++;
    }
  }
}
