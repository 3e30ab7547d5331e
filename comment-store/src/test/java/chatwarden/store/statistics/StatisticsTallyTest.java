package chatwarden.store.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.statistics.v1.SpanStatistics;
import chatwarden.store.comment.CommentSummary;
import chatwarden.type.v1.Span;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

final class StatisticsTallyTest {

  private static final StatisticsWindow WINDOW = StatisticsWindow.of(0, 1_000_000, null);

  private static List<SpanStatistics> spans(String... texts) {
    StatisticsTally tally = new StatisticsTally(WINDOW);
    List<Span> spans =
        Stream.of(texts).map(text -> Span.newBuilder().setText(text).build()).toList();
    tally.add(0, new CommentSummary("HATE", true, 0.5, "", "", spans));
    return tally.statistics(0, 10, 10).getTopSpansList();
  }

  @Test
  void spellingsThatTheModelsTakeForTheSameAreOneSpan() {
    assertThat(spans("Đồ gà", "đồ  gà", "ĐỒ GÀ", "khác"))
        .containsExactly(
            SpanStatistics.newBuilder().setText("đồ gà").setCount(3).build(),
            SpanStatistics.newBuilder().setText("khác").setCount(1).build());
  }

  @Test
  void ofALongSpanTheBeginningCounts() {
    String words = "lời nói 🐔 ".repeat(50);
    assertThat(spans(words, words + "khác"))
        .singleElement()
        .satisfies(
            span -> {
              assertThat(span.getCount()).isEqualTo(2);
              assertThat(span.getText().codePoints().count()).isBetween(80L, 100L);
            });
  }

  @Property(tries = 200)
  void everyMomentOfAWindowLiesInTheBucketThatBeginsBeforeIt(
      @ForAll @LongRange(min = -62_135_596_800_000_000L, max = 253_402_300_799_000_000L) long start,
      @ForAll @LongRange(min = 1, max = 316_224_000_000_000L) long length,
      @ForAll @LongRange(min = 0, max = 1_000_000) long share) {
    StatisticsWindow window = StatisticsWindow.of(start, start + length, null);
    long moment = start + (long) ((length - 1) * (share / 1e6));
    int place = (int) window.place(moment);
    assertThat(place).isBetween(0, window.count() - 1);
    assertThat(window.startOf(place)).isLessThanOrEqualTo(moment);
    assertThat(window.startOf(place) + window.bucket()).isGreaterThan(moment);
    assertThat(window.count()).isLessThanOrEqualTo(121);
  }
}
