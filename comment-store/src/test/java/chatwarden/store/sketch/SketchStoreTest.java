package chatwarden.store.sketch;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.domain.drift.TextComparison;
import chatwarden.domain.sketch.CategoryCounts;
import chatwarden.domain.sketch.ColumnCounts;
import chatwarden.domain.sketch.Histogram;
import chatwarden.domain.sketch.HistogramScale;
import chatwarden.domain.sketch.Sketch;
import chatwarden.domain.sketch.SketchColumn;
import chatwarden.pipeline.v1.ClassifiedBatch;
import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.pipeline.v1.TaggedBatch;
import chatwarden.review.v1.Decision;
import chatwarden.store.comment.TestChat;
import chatwarden.store.redis.OpenStores;
import chatwarden.store.review.Reviewer;
import chatwarden.store.review.Verdict;
import chatwarden.testing.engine.RedisServer;
import chatwarden.type.v1.Label;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SketchStoreTest {
  private static final Reviewer ANN = new Reviewer("Ann", "");

  private final RedisServer redis = RedisServer.start();
  private OpenStores stores;

  @BeforeEach
  void open() throws InterruptedException {
    stores = OpenStores.on(redis);
  }

  @AfterEach
  void close() {
    stores.close();
    redis.close();
  }

  @Test
  void theLastComparisonOfTextsIsKept() {
    assertThat(stores.textComparisons().last()).isEmpty();

    for (double area : new double[] {0.51, 0.62}) {
      stores
          .textComparisons()
          .save(new TextComparison(area, 0.5523, Instant.parse("2026-11-30T04:15:00.123Z")));
    }

    assertThat(stores.textComparisons().last())
        .contains(new TextComparison(0.62, 0.5523, Instant.parse("2026-11-30T04:15:00.123Z")));
  }

  @Test
  void commentsOfAllChatsAreCountedOnceHoweverOftenTheyAreDelivered() {
    TestChat one = recordedTwice("one", 150);
    TestChat other = recordedTwice("other", 70);
    List<ClassifiedComment> all =
        Stream.concat(one.comments().stream(), other.comments().stream()).toList();

    List<ColumnCounts> labels = columns(SketchColumn.LABEL);
    List<ColumnCounts> probabilities = columns(SketchColumn.PROBABILITY);

    assertThat(
            CategoryCounts.sum(labels.stream().map(CategoryCounts.class::cast).toList()).counts())
        .isEqualTo(
            all.stream()
                .map(comment -> comment.getClassification().getLabel())
                .collect(Collectors.groupingBy(Label::name, Collectors.counting())));
    assertThat(
            Histogram.sum(
                    HistogramScale.UNIT, probabilities.stream().map(Histogram.class::cast).toList())
                .counts())
        .isEqualTo(
            Histogram.of(
                    HistogramScale.UNIT,
                    all.stream()
                        .mapToDouble(it -> it.getClassification().getOffensiveProbability())
                        .toArray())
                .counts());
    assertThat(count(SketchColumn.LENGTH)).isEqualTo(220);
    assertThat(count(SketchColumn.OBFUSCATION)).isEqualTo(220);
    assertThat(count(SketchColumn.COVERAGE)).isEqualTo(one.tagged().size() + other.tagged().size());
  }

  @Test
  void aDecisionCountsUntilItIsTakenBack() {
    recordedTwice("judged", 60);
    List<String> ids =
        stores.reviews().claim("judged", ANN, 2, Duration.ofMinutes(5)).getReviewsList().stream()
            .map(review -> review.getComment().getComment().getId())
            .toList();

    stores.reviews().decide("judged", ids.get(0), ANN, new Verdict(Decision.ALLOW, "", null));
    stores.reviews().decide("judged", ids.get(1), ANN, new Verdict(Decision.HIDE, "", null));
    assertThat(overturned()).isEqualTo(Map.of("yes", 1L, "no", 1L));

    stores.reviews().undo("judged", ids.get(0), ANN);
    assertThat(overturned()).isEqualTo(Map.of("no", 1L));
  }

  @Test
  void noSketchHoldsAnyText() {
    TestChat chat = recordedTwice("silent", 40);
    String hours =
        stores.raw().<List<String>>ask(commands -> commands.keys("cw:{silent}:sketch:*")).stream()
            .map(key -> stores.raw().ask(commands -> commands.hgetall(key)).keySet().toString())
            .collect(Collectors.joining());

    assertThat(hours).isNotEmpty();
    chat.comments()
        .forEach(comment -> assertThat(hours).doesNotContain(comment.getComment().getText()));
  }

  private Map<String, Long> overturned() {
    return CategoryCounts.sum(
            columns(SketchColumn.OVERTURNED).stream().map(CategoryCounts.class::cast).toList())
        .counts();
  }

  private long count(SketchColumn column) {
    return columns(column).stream().mapToLong(ColumnCounts::count).sum();
  }

  private List<ColumnCounts> columns(SketchColumn column) {
    Instant now = Instant.now();
    List<Sketch> sketches =
        stores.sketches().read(now.minus(Duration.ofHours(2)), now.plus(Duration.ofHours(2)));
    return sketches.stream()
        .map(sketch -> sketch.columns().get(column))
        .filter(Objects::nonNull)
        .toList();
  }

  private TestChat recordedTwice(String id, int comments) {
    stores.start(id);
    TestChat chat = TestChat.of(id, comments, 0.4);
    for (int i = 0; i < 2; i++) {
      for (ClassifiedBatch batch : chat.classifiedBatches(64)) {
        OpenStores.await(stores.comments().record(batch));
      }
      for (TaggedBatch batch : chat.taggedBatches(64)) {
        OpenStores.await(stores.comments().record(batch));
      }
    }
    return chat;
  }
}
