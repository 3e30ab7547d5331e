package chatwarden.ingest.stage;

import chatwarden.classifier.v1.ClassifyTextsRequest;
import chatwarden.runtime.config.ConfigKey;
import chatwarden.runtime.limit.FieldRules;
import java.time.Duration;
import java.util.List;

/** The settings of the stages. */
public final class StageKeys {

  /** How long a comment waits for others at most. */
  public static final ConfigKey<Duration> LINGER =
      ConfigKey.duration(
          "classify.linger",
          Duration.ofMillis(5),
          "How long a comment waits at most for others of its chat to be classified with it");

  private static final int MAX_BATCH =
      FieldRules.most(ClassifyTextsRequest.getDescriptor(), "comments");

  /** How many comments go in one call. */
  public static final ConfigKey<Integer> BATCH_SIZE =
      ConfigKey.integer(
          "classify.batch-size",
          MAX_BATCH,
          1,
          MAX_BATCH,
          "How many comments of a chat are classified at once");

  /** How many calls of one chat are under way. */
  public static final ConfigKey<Integer> CALLS =
      ConfigKey.integer(
          "classify.calls",
          4,
          1,
          256,
          "How many calls to the classifier may be under way for one chat");

  /** How many comments of a chat are not safe yet. */
  public static final ConfigKey<Integer> WINDOW =
      ConfigKey.integer(
          "classify.window",
          2_048,
          64,
          1_000_000,
          "How many comments of a chat may be delivered and not yet confirmed by the broker; beyond"
              + " that, its source is held up");

  /** How long one call to the classifier may take. */
  public static final ConfigKey<Duration> CLASSIFY_TIMEOUT =
      ConfigKey.duration(
          "classify.timeout",
          Duration.ofSeconds(5),
          "How long one call to the classifier may take before it is repeated");

  /** How long one call to the tagger may take. */
  public static final ConfigKey<Duration> TAG_TIMEOUT =
      ConfigKey.duration(
          "tag.timeout",
          Duration.ofSeconds(10),
          "How long one call to the tagger may take before it is repeated");

  /** How long one call to the rewriter may take. */
  public static final ConfigKey<Duration> REWRITE_TIMEOUT =
      ConfigKey.duration(
          "rewrite.timeout",
          Duration.ofSeconds(30),
          "How long one call to the rewriter may take before it is repeated");

  /** How long a flagged comment waits for its proposal. */
  public static final ConfigKey<Duration> REWRITE_MAX_AGE =
      ConfigKey.duration(
          "rewrite.max-age",
          Duration.ofMinutes(5),
          "How long a flagged comment waits for the rewriter; then it gets no proposal");

  /** How often the same is tried that fails for itself. */
  public static final ConfigKey<Integer> MAX_ATTEMPTS =
      ConfigKey.integer(
          "stage.max-attempts",
          5,
          1,
          1_000,
          "How often a stage tries what fails although everything it needs is there, before it "
              + "becomes a dead letter");

  /** How long at most to wait for an engine between two tries. */
  public static final ConfigKey<Duration> RETRY_DELAY =
      ConfigKey.duration(
          "stage.retry-delay",
          Duration.ofSeconds(2),
          "How long at most a stage waits between two tries to reach an engine that is away");

  /** How long an end waits. */
  public static final ConfigKey<Duration> END_WAIT =
      ConfigKey.duration(
          "stage.end-wait",
          Duration.ofMinutes(2),
          "How long the end of a chat waits for messages of its session that are not recorded yet;"
              + " then watchers are told of it without them");

  private StageKeys() {}

  /** All of them, for the loader of the configuration. */
  public static List<ConfigKey<?>> all() {
    return List.of(
        LINGER,
        BATCH_SIZE,
        CALLS,
        WINDOW,
        CLASSIFY_TIMEOUT,
        TAG_TIMEOUT,
        REWRITE_TIMEOUT,
        REWRITE_MAX_AGE,
        MAX_ATTEMPTS,
        RETRY_DELAY,
        END_WAIT);
  }
}
