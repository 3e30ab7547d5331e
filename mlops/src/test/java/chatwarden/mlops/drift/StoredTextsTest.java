package chatwarden.mlops.drift;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.domain.drift.TextComparison;
import chatwarden.domain.drift.TimeWindow;
import chatwarden.mlops.textshift.AuthoredText;
import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.runtime.config.Config;
import chatwarden.store.RedisStores;
import chatwarden.store.redis.StoreKeys;
import chatwarden.testing.chat.GoldenChats;
import chatwarden.testing.chat.GoldenStages;
import chatwarden.testing.engine.RedisServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredTextsTest {
  @TempDir private Path folder;
  @AutoClose private final RedisServer redis = RedisServer.start();
  private RedisStores stores;

  @BeforeEach
  void open() throws InterruptedException {
    stores =
        RedisStores.open(
            Config.defaults()
                .with(StoreKeys.REDIS_URI, redis.uri())
                .with(StoreKeys.RETENTION, Duration.ZERO),
            new SimpleMeterRegistry(),
            "test");
    stores.start();
  }

  @AfterEach
  void close() {
    stores.close();
  }

  @Test
  void theTextsOfAWindowAreReadOnceEach() throws Exception {
    List<ClassifiedComment> comments = recorded("one", 300);
    recorded("other", 100);
    Instant first = time(comments.getFirst());
    Instant last = time(comments.getLast());

    try (StoredWindows windows = StoredWindows.open(redis.uri(), folder)) {
      List<AuthoredText> all = windows.texts(new TimeWindow(first, last.plusSeconds(1)));
      assertThat(all).hasSize(400).allSatisfy(text -> assertThat(text.author()).isNotEmpty());

      Instant middle = time(comments.get(150));
      assertThat(windows.texts(new TimeWindow(first, middle)))
          .hasSameSizeAs(all.stream().filter(text -> text.time().isBefore(middle)).toList())
          .allSatisfy(text -> assertThat(text.time()).isBefore(middle));
      assertThat(windows.texts(new TimeWindow(first.minusSeconds(60), first))).isEmpty();
    }
  }

  @Test
  void aLongWindowGivesASampleOfBoundedSize() throws Exception {
    Instant first = time(recorded("one", 1_200).getFirst());

    try (StoredWindows windows = StoredWindows.open(redis.uri(), folder)) {
      // All comments are in the first of the window's parts.
      assertThat(windows.texts(new TimeWindow(first, first.plus(Duration.ofDays(42)))))
          .hasSize(StoredTexts.MAX_TEXTS / 42);
    }
  }

  @Test
  void theComparisonIsKeptForTheBridges() throws Exception {
    TextComparison comparison = new TextComparison(0.7, 0.6, Instant.EPOCH);
    try (StoredWindows windows = StoredWindows.open(redis.uri(), folder)) {
      windows.save(comparison);
    }

    assertThat(stores.textComparisons().last()).contains(comparison);
  }

  private List<ClassifiedComment> recorded(String chat, int count) {
    List<ClassifiedComment> comments =
        GoldenChats.of(chat, 7).withAuthors(4).comments(count).stream()
            .map(GoldenStages::classify)
            .toList();
    for (int i = 0; i < count; i += 100) {
      stores
          .comments()
          .record(GoldenStages.classifiedBatch(comments.subList(i, Math.min(i + 100, count))))
          .toCompletableFuture()
          .join();
    }
    return comments;
  }

  private static Instant time(ClassifiedComment comment) {
    return Instant.ofEpochSecond(
        comment.getComment().getPublishTime().getSeconds(),
        comment.getComment().getPublishTime().getNanos());
  }
}
