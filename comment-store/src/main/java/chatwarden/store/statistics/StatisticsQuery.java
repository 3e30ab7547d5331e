package chatwarden.store.statistics;

import chatwarden.domain.chat.ChatIds;
import chatwarden.runtime.error.FieldProblem;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.limit.CommentLimits;
import chatwarden.runtime.limit.FieldRules;
import chatwarden.runtime.limit.NumberBounds;
import chatwarden.statistics.v1.GetChatStatisticsRequest;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which statistics to read.
 *
 * @param chat the chat's id
 * @param start from when on; null: {@code window} before the end, or the oldest comment
 * @param end until when, not included; null: just after the newest comment
 * @param window how far back from the end; null: as {@code start} says
 * @param bucket how long a bucket is; null: what fits the window
 * @param authorId whose comments alone count; empty: all
 * @param maxAuthors how many authors at most, in [1, 100]
 * @param maxSpans how many spans at most, in [1, 100]
 */
public record StatisticsQuery(
    String chat,
    @Nullable Instant start,
    @Nullable Instant end,
    @Nullable Duration window,
    @Nullable Duration bucket,
    String authorId,
    int maxAuthors,
    int maxSpans) {

  /** How many buckets a window has at most. */
  public static final int MAX_BUCKETS = 1_000;

  private static final Descriptor REQUEST = GetChatStatisticsRequest.getDescriptor();
  private static final Duration LEAST = Duration.ofSeconds(1);
  private static final Duration MAX_WINDOW = Duration.ofDays(3_660);
  private static final Duration MAX_BUCKET = Duration.ofDays(31);

  /**
   * What a request asks for.
   *
   * @throws InvalidInputException naming every field that does not hold
   */
  public static StatisticsQuery of(GetChatStatisticsRequest request) {
    List<FieldProblem> problems = new ArrayList<>();
    Instant start =
        request.hasStartTime() ? time("start_time", request.getStartTime(), problems) : null;
    Instant end = request.hasEndTime() ? time("end_time", request.getEndTime(), problems) : null;
    if (start != null && end != null && !end.isAfter(start)) {
      problems.add(new FieldProblem("end_time", end + " (expected: after start_time)"));
    }
    Duration window =
        request.hasWindow() ? length("window", request.getWindow(), MAX_WINDOW, problems) : null;
    if (request.hasWindow() && request.hasStartTime()) {
      problems.add(new FieldProblem("window", "is given with start_time (expected: one of both)"));
    }
    Duration bucket =
        request.hasBucketSize()
            ? length("bucket_size", request.getBucketSize(), MAX_BUCKET, problems)
            : null;
    if (bucket != null && bucket.getNano() != 0) {
      problems.add(new FieldProblem("bucket_size", bucket + " (expected: whole seconds)"));
    }
    CommentLimits.problemOfName(request.getAuthorId())
        .ifPresent(problem -> problems.add(new FieldProblem("author_id", problem)));
    int authors = top("max_authors", request.getMaxAuthors(), problems);
    int spans = top("max_spans", request.getMaxSpans(), problems);
    String chat = ChatIds.check("chat", request.getChat());
    if (!problems.isEmpty()) {
      throw InvalidInputException.of(problems);
    }
    return new StatisticsQuery(
        chat, start, end, window, bucket, request.getAuthorId(), authors, spans);
  }

  private static @Nullable Instant time(String field, Timestamp time, List<FieldProblem> problems) {
    if (CommentLimits.isTime(time)) {
      return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }
    problems.add(
        new FieldProblem(
            field, "not a time (expected: 0001-01-01T00:00:00Z to 9999-12-31T23:59:59Z)"));
    return null;
  }

  private static @Nullable Duration length(
      String field,
      com.google.protobuf.Duration length,
      Duration most,
      List<FieldProblem> problems) {
    // Checked by its seconds first: those of a message may be more than a Duration takes.
    if (length.getSeconds() >= 0
        && length.getSeconds() <= most.getSeconds()
        && Math.abs(length.getNanos()) < 1_000_000_000) {
      Duration read = Duration.ofSeconds(length.getSeconds(), length.getNanos());
      if (read.compareTo(LEAST) >= 0 && read.compareTo(most) <= 0) {
        return read;
      }
    }
    problems.add(
        new FieldProblem(
            field,
            length.getSeconds()
                + " s (expected: 1 s to "
                + most.toSeconds()
                + " s, which is "
                + most.toDays()
                + " days)"));
    return null;
  }

  private static int top(String field, int count, List<FieldProblem> problems) {
    if (count == 0) {
      return (int) FieldRules.defaultNumber(REQUEST, field);
    }
    NumberBounds bounds = FieldRules.bounds(REQUEST, field);
    if (!bounds.contains(count)) {
      problems.add(
          new FieldProblem(field, count + " (expected: " + bounds + ", or 0 for the default)"));
    }
    return count;
  }
}
