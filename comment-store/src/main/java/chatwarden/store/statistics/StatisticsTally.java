package chatwarden.store.statistics;

import chatwarden.statistics.v1.AuthorStatistics;
import chatwarden.statistics.v1.ChatStatistics;
import chatwarden.statistics.v1.SpanStatistics;
import chatwarden.statistics.v1.StatisticsBucket;
import chatwarden.store.comment.CommentSummary;
import chatwarden.store.redis.StoredTime;
import chatwarden.text.Normalizer;
import chatwarden.type.v1.Span;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Adds the comments of a window up, the newest first. Used by one thread. */
final class StatisticsTally {

  /** So much of a span counts: texts may be long, and there may be many. */
  private static final int MAX_SPAN = 100;

  private final StatisticsWindow window;
  private final CountsTally[] buckets;
  private final CountsTally totals = new CountsTally();
  private final Map<String, AuthorTally> authors = new HashMap<>();
  private final Map<String, Integer> spans = new HashMap<>();

  /** What one author wrote; the name is that of the comment that came first. */
  private record AuthorTally(String id, String name, CountsTally counts) {}

  StatisticsTally(StatisticsWindow window) {
    this.window = window;
    buckets = new CountsTally[window.count()];
    for (int i = 0; i < buckets.length; i++) {
      buckets[i] = new CountsTally();
    }
  }

  /** Adds a comment that was published at {@code micros}, which lie in the window. */
  void add(long micros, CommentSummary comment) {
    String label = comment.label();
    buckets[(int) window.place(micros)].add(label, comment.flagged(), comment.coverage());
    totals.add(label, comment.flagged(), comment.coverage());
    if (!comment.authorId().isEmpty()) {
      authors
          .computeIfAbsent(
              comment.authorId(),
              id -> new AuthorTally(id, comment.authorName(), new CountsTally()))
          .counts()
          .add(label, comment.flagged(), comment.coverage());
    }
    for (Span span : comment.spans()) {
      spans.merge(beginning(span.getText()), 1, Integer::sum);
    }
  }

  private static String beginning(String text) {
    return text.codePointCount(0, text.length()) <= MAX_SPAN
        ? text
        : text.substring(0, text.offsetByCodePoints(0, MAX_SPAN));
  }

  /**
   * The sums.
   *
   * @param completeSince since when everything was added
   */
  ChatStatistics.Builder statistics(long completeSince, int maxAuthors, int maxSpans) {
    ChatStatistics.Builder statistics =
        ChatStatistics.newBuilder()
            .setStartTime(StoredTime.ofMicros(window.start()))
            .setEndTime(StoredTime.ofMicros(window.end()))
            .setBucketSize(StoredTime.durationOfMillis(window.bucket() / 1_000))
            .setCompleteSince(StoredTime.ofMicros(completeSince))
            .setTotals(totals.counts());
    int first = (int) window.place(Math.min(completeSince, window.end() - 1));
    for (int i = first; i < buckets.length; i++) {
      statistics.addBuckets(
          StatisticsBucket.newBuilder()
              .setStartTime(StoredTime.ofMicros(window.startOf(i)))
              .setCounts(buckets[i].counts()));
    }
    topAuthors(maxAuthors).forEach(statistics::addTopAuthors);
    topSpans(maxSpans).forEach(statistics::addTopSpans);
    return statistics;
  }

  private List<AuthorStatistics> topAuthors(int most) {
    return authors.values().stream()
        .sorted(
            Comparator.comparingInt((AuthorTally author) -> -author.counts().flagged())
                .thenComparingInt(author -> -author.counts().comments())
                .thenComparing(AuthorTally::id))
        .limit(most)
        .map(
            author ->
                AuthorStatistics.newBuilder()
                    .setAuthorId(author.id())
                    .setAuthorName(author.name())
                    .setCounts(author.counts().counts())
                    .build())
        .toList();
  }

  private List<SpanStatistics> topSpans(int most) {
    Map<String, Integer> normalised = new HashMap<>();
    spans.forEach(
        (text, count) ->
            normalised.merge(Normalizer.standard().normalize(text).text(), count, Integer::sum));
    normalised.remove("");
    return normalised.entrySet().stream()
        .sorted(
            Map.Entry.<String, Integer>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(most)
        .map(
            span ->
                SpanStatistics.newBuilder()
                    .setText(beginning(span.getKey()))
                    .setCount(span.getValue())
                    .build())
        .toList();
  }
}
