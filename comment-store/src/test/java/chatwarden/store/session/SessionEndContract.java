package chatwarden.store.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.pipeline.v1.ChatEvent;
import chatwarden.pipeline.v1.ClassifiedBatch;
import chatwarden.pipeline.v1.Publication;
import chatwarden.store.comment.TestChat;
import chatwarden.store.redis.OpenStores;
import chatwarden.testing.engine.RedisServer;
import chatwarden.type.v1.ChatState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Specifies how the end of a session waits for its messages, on every kind of Redis. */
abstract class SessionEndContract extends SessionStoreFixture {

  SessionEndContract(RedisServer redis) throws InterruptedException {
    super(redis);
  }

  @Test
  void endWaitsForTheMessagesOfItsLeaseAndOfEarlierOnesUpToTheirCheckpoint() {
    stores().start("demo");
    TestChat chat = TestChat.of("demo", 50, 0);
    List<ClassifiedBatch> batches = chat.classifiedBatches(10);
    SessionLease dead = claim(SHORT).orElseThrow();
    dead.saveCheckpoint(new byte[] {2}, 2);
    SessionLease lease = awaitClaim();
    ChatEvent end = numbered(chat.end("2026-01-01T12:30:00Z"), lease, 3);

    record(numbered(batches.get(2), lease, 1));
    assertThat(record(end)).isEqualTo(3);
    record(numbered(batches.get(0), dead, 1));
    record(numbered(batches.get(0), dead, 1));
    record(numbered(batches.get(3), lease, 2));
    assertThat(record(end)).isEqualTo(1);
    assertThat(state("demo")).isEqualTo(ChatState.LIVE);
    // Published after the last checkpoint, so published again by the next lease.
    record(numbered(batches.get(4), dead, 3));
    assertThat(record(end)).isEqualTo(1);
    record(numbered(batches.get(1), dead, 2));

    assertThat(record(end)).isZero();
    assertThat(state("demo")).isEqualTo(ChatState.ENDED);
  }

  @Test
  void endDoesNotWaitForMessagesThatArePassedOver() {
    stores().start("demo");
    TestChat chat = TestChat.of("demo", 10, 0);
    SessionLease lease = claim(LONG).orElseThrow();
    ChatEvent end = numbered(chat.end("2026-01-01T12:30:00Z"), lease, 3);
    record(numbered(chat.deletion(chat.commentId(0)), lease, 2));
    assertThat(record(end)).isEqualTo(1);

    OpenStores.await(stores().comments().passOver("demo", publication(lease, 1)));

    assertThat(record(end)).isZero();
    assertThat(state("demo")).isEqualTo(ChatState.ENDED);
  }

  @Test
  void endDoesNotWaitForItselfOnceACheckpointCountsIt() {
    stores().start("demo");
    TestChat chat = TestChat.of("demo", 10, 0);
    SessionLease lease = claim(LONG).orElseThrow();
    record(numbered(chat.deletion(chat.commentId(0)), lease, 1));
    lease.saveCheckpoint(new byte[] {1}, 2);

    assertThat(record(numbered(chat.end("2026-01-01T12:30:00Z"), lease, 2))).isZero();
    assertThat(state("demo")).isEqualTo(ChatState.ENDED);
  }

  @Test
  void endDoesNotWaitForMessagesOfLaterLeases() {
    stores().start("demo");
    TestChat chat = TestChat.of("demo", 10, 0);
    SessionLease earlier = claim(LONG).orElseThrow();
    ChatEvent end = numbered(chat.end("2026-01-01T12:30:00Z"), earlier, 1);
    earlier.close();
    claim(LONG).orElseThrow().saveCheckpoint(new byte[] {1}, 5);

    assertThat(record(end)).isZero();
    assertThat(state("demo")).isEqualTo(ChatState.ENDED);
  }

  @Test
  void endWithoutAPlaceAndOneOfAnUnknownSessionWaitForNothing() {
    stores().start("demo");
    TestChat chat = TestChat.of("demo", 1, 0);
    assertThat(record(chat.end("2026-01-01T12:30:00Z"))).isZero();
    stores().start("other");
    Publication strange =
        Publication.newBuilder().setSession("other.unknown").setFence(1).addNumbers(9).build();
    ChatEvent end = TestChat.of("other", 1, 0).end("2026-01-01T12:30:00Z");
    assertThat(record(end.toBuilder().setPublication(strange).build())).isZero();
    assertThat(state("other")).isEqualTo(ChatState.ENDED);
  }

  @Test
  void numbersInAnyOrderMakeRanges() {
    stores().start("demo");
    SessionLease lease = claim(LONG).orElseThrow();
    List<Long> numbers = new ArrayList<>(LongStream.rangeClosed(1, 200).boxed().toList());
    numbers.remove(100L);
    numbers.addAll(numbers.subList(10, 60));
    Collections.shuffle(numbers, new Random(5));
    for (int from = 0; from < numbers.size(); from += 7) {
      List<Long> some = numbers.subList(from, Math.min(from + 7, numbers.size()));
      Publication publication = publication(lease).toBuilder().addAllNumbers(some).build();
      OpenStores.await(stores().comments().passOver("demo", publication));
    }
    ChatEvent end = TestChat.of("demo", 1, 0).end("2026-01-01T12:30:00Z");
    // 100 and 201 are missing.
    assertThat(record(numbered(end, lease, 202))).isEqualTo(2);
    assertThat(record(numbered(end, lease, 100))).isZero();
  }

  @Test
  void placesThatNoLeaseGivesAreRefusedByTheirField() {
    ClassifiedBatch batch = TestChat.of("demo", 1, 0).classifiedBatches(1).getFirst();
    for (Publication wrong :
        List.of(
            Publication.newBuilder().setFence(-1).build(),
            Publication.newBuilder().addNumbers(0).build(),
            Publication.newBuilder().addNumbers(1L << 53).build())) {
      assertThatThrownBy(() -> record(batch.toBuilder().setPublication(wrong).build()))
          .hasMessageContaining("publication.");
    }
  }

  private static Publication publication(SessionLease lease, long... numbers) {
    Publication.Builder publication =
        Publication.newBuilder().setSession(lease.session().getId()).setFence(lease.fence());
    LongStream.of(numbers).forEach(publication::addNumbers);
    return publication.build();
  }

  private static ClassifiedBatch numbered(ClassifiedBatch batch, SessionLease lease, long number) {
    return batch.toBuilder().setPublication(publication(lease, number)).build();
  }

  private static ChatEvent numbered(ChatEvent event, SessionLease lease, long number) {
    return event.toBuilder().setPublication(publication(lease, number)).build();
  }

  private void record(ClassifiedBatch batch) {
    OpenStores.await(stores().comments().record(batch));
  }

  private long record(ChatEvent event) {
    return OpenStores.await(stores().comments().record(event));
  }

  private ChatState state(String chat) {
    return stores().comments().chat(chat).orElseThrow().getState();
  }
}
