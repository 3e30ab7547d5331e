package chatwarden.store.archive;

import static chatwarden.store.archive.ArchiveFixture.ANN;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.comment.v1.CommentFilter;
import chatwarden.livechat.v1.WatchCommentsResponse;
import chatwarden.pipeline.v1.ClassifiedBatch;
import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.pipeline.v1.TaggedBatch;
import chatwarden.pipeline.v1.TaggedComment;
import chatwarden.review.v1.AuditAction;
import chatwarden.review.v1.AuditEntry;
import chatwarden.review.v1.Decision;
import chatwarden.review.v1.Review;
import chatwarden.store.comment.CommentPage;
import chatwarden.store.comment.CommentQuery;
import chatwarden.store.comment.TestChat;
import chatwarden.store.redis.OpenStores;
import chatwarden.store.review.Verdict;
import chatwarden.store.watch.ResumeToken;
import chatwarden.testing.chat.GoldenStages;
import chatwarden.testing.engine.RedisServer;
import chatwarden.type.v1.ModeratedComment;
import chatwarden.type.v1.TaggingState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups of a chat that is recorded, tagged and decided on meanwhile. */
final class BackupUnderWritesTest {

  private static final String CHAT = "live";
  private static final int MOST = 20_000;
  private static final int BATCH = 20;

  @AutoClose private final RedisServer from = RedisServer.start();
  @AutoClose private final RedisServer to = RedisServer.start();
  private final TestChat chat = TestChat.of(CHAT, MOST, 0.3);
  private final Map<String, ClassifiedComment> written =
      chat.comments().stream()
          .collect(Collectors.toMap(it -> it.getComment().getId(), Function.identity()));

  @TempDir private Path folder;

  @Test
  void eachArchiveHasOneMomentOfTheChat() throws Exception {
    List<Path> files = new ArrayList<>();
    try (OpenStores stores = OpenStores.on(from)) {
      stores.start(CHAT);
      AtomicBoolean stop = new AtomicBoolean();
      CountDownLatch begun = new CountDownLatch(1);
      Thread writer = Thread.ofVirtual().start(() -> record(stores, stop, begun));
      Thread reviewer = Thread.ofVirtual().start(() -> review(stores, stop));
      begun.await();
      for (int i = 0; i < 3; i++) {
        Path file = folder.resolve(i + ".cwb");
        ArchiveFixture.backup(from, file, Optional.empty());
        files.add(file);
      }
      stop.set(true);
      writer.join();
      reviewer.join();
    }
    for (Path file : files) {
      ArchiveFixture.restore(to, file, Optional.empty(), true);
      try (OpenStores stores = OpenStores.on(to)) {
        check(stores);
        if (file.equals(files.getLast())) {
          goesOn(stores);
        }
      }
    }
  }

  private void record(OpenStores stores, AtomicBoolean stop, CountDownLatch begun) {
    for (int at = 0; at < MOST && !stop.get(); at += BATCH) {
      List<ClassifiedComment> slice = chat.comments().subList(at, at + BATCH);
      OpenStores.await(stores.comments().record(GoldenStages.classifiedBatch(slice)));
      List<TaggedComment> flagged =
          slice.stream().filter(ClassifiedComment::getFlagged).map(GoldenStages::tag).toList();
      if (!flagged.isEmpty()) {
        OpenStores.await(stores.comments().record(GoldenStages.taggedBatch(flagged)));
      }
      if (at > MOST / 20) {
        begun.countDown();
      }
    }
    begun.countDown();
  }

  private static void review(OpenStores stores, AtomicBoolean stop) {
    Verdict hide = new Verdict(Decision.HIDE, "spoils it", null);
    int decided = 0;
    while (!stop.get()) {
      List<Review> claimed =
          stores.reviews().claim(CHAT, ANN, 5, Duration.ofMinutes(5)).getReviewsList();
      for (Review review : claimed) {
        String id = review.getComment().getComment().getId();
        stores.reviews().decide(CHAT, id, ANN, hide);
        if (decided++ % 7 == 0) {
          stores.reviews().undo(CHAT, id, ANN);
        }
      }
    }
  }

  /** Every comment has all its parts, and counts, events and the audit log agree with them. */
  private void check(OpenStores stores) {
    List<ModeratedComment> comments = comments(stores);
    assertThat(comments).isNotEmpty().allSatisfy(this::checkParts);
    var counts = stores.comments().chat(CHAT).orElseThrow();
    assertThat(counts.getCommentCount()).isEqualTo(comments.size());
    List<ModeratedComment> tagged =
        comments.stream().filter(it -> it.getTaggingState() == TaggingState.TAGGED).toList();
    List<WatchCommentsResponse> events = events(stores);
    assertThat(
            events.stream()
                .filter(WatchCommentsResponse::hasClassified)
                .map(event -> event.getClassified().getComment().getId()))
        .containsExactlyInAnyOrderElementsOf(ids(comments));
    assertThat(
            events.stream()
                .filter(WatchCommentsResponse::hasTagged)
                .map(event -> event.getTagged().getComment().getId()))
        .containsExactlyInAnyOrderElementsOf(ids(tagged));
    checkDecisions(stores, Set.copyOf(ids(comments)));
  }

  private void checkParts(ModeratedComment comment) {
    ClassifiedComment expected = requireNonNull(written.get(comment.getComment().getId()));
    assertThat(comment.getComment()).isEqualTo(expected.getComment());
    assertThat(comment.getClassification()).isEqualTo(expected.getClassification());
    switch (comment.getTaggingState()) {
      case TAGGED ->
          assertThat(comment.getTagging()).isEqualTo(GoldenStages.tag(expected).getTagging());
      case PENDING -> assertThat(comment.hasTagging()).isFalse();
      default -> assertThat(expected.getFlagged()).isFalse();
    }
  }

  private static void checkDecisions(OpenStores stores, Set<String> ids) {
    Set<String> decided =
        stores.reviews().auditAfter(CHAT, "", 10_000).stream()
            .filter(entry -> ids.contains(entry.getComment()))
            .collect(Collectors.toMap(AuditEntry::getComment, AuditEntry::getAction, (a, b) -> b))
            .entrySet()
            .stream()
            .filter(last -> last.getValue() == AuditAction.DECIDE)
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    Set<String> marked =
        ids.stream()
            .filter(id -> stores.hash(CHAT, id).containsKey("review"))
            .collect(Collectors.toSet());
    assertThat(marked).isEqualTo(decided);
    assertThat(
            stores.reviews().claim(CHAT, ANN, 100, Duration.ofMinutes(5)).getReviewsList().stream()
                .map(review -> review.getComment().getComment().getId()))
        .doesNotContainAnyElementsOf(marked.isEmpty() ? Set.of("none") : marked);
  }

  /** The pipeline sends everything again, as after a checkpoint, and nothing is there twice. */
  private void goesOn(OpenStores stores) {
    for (ClassifiedBatch batch : chat.classifiedBatches(50).subList(0, 40)) {
      OpenStores.await(stores.comments().record(batch));
    }
    for (TaggedBatch batch : chat.taggedBatches(50).subList(0, 10)) {
      OpenStores.await(stores.comments().record(batch));
    }
    assertThat(events(stores))
        .filteredOn(WatchCommentsResponse::hasClassified)
        .extracting(event -> event.getClassified().getComment().getId())
        .doesNotHaveDuplicates()
        .hasSize((int) stores.comments().chat(CHAT).orElseThrow().getCommentCount());
  }

  private static List<String> ids(List<ModeratedComment> comments) {
    return comments.stream().map(comment -> comment.getComment().getId()).toList();
  }

  private static List<ModeratedComment> comments(OpenStores stores) {
    List<ModeratedComment> found = new ArrayList<>();
    String token = "";
    do {
      CommentPage page =
          stores
              .comments()
              .list(new CommentQuery(CHAT, 1_000, token, CommentFilter.getDefaultInstance()));
      found.addAll(page.comments());
      token = page.nextPageToken();
    } while (!token.isEmpty());
    return found;
  }

  private static List<WatchCommentsResponse> events(OpenStores stores) {
    List<WatchCommentsResponse> found = new ArrayList<>();
    ResumeToken token = ResumeToken.BEGINNING;
    List<WatchCommentsResponse> page = stores.events().after(CHAT, token, 10_000);
    while (!page.isEmpty()) {
      found.addAll(page);
      String last = page.getLast().getResumeToken();
      page = stores.events().after(CHAT, ResumeToken.parse(last, CHAT), 10_000);
    }
    return found;
  }
}
