package chatwarden.serving.door;

import chatwarden.repository.VersionPolicy;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.config.ConfigKey;
import chatwarden.runtime.error.FieldProblem;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.serving.batch.BatchSettings;
import chatwarden.serving.batch.RefinerSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The settings that all model servers share. */
public final class ServingKeys {

  /** Which model serves a language that several speak. */
  public static final ConfigKey<List<String>> MODEL_PREFERENCE =
      ConfigKey.list(
          "model.preference",
          List.of(),
          "Which model serves a language where several could, as <task>.<language>=<name> or"
              + " <name>@<version>, such as classification.vi=vi-linear@2.");

  /** The language of texts whose language is not served or not known. */
  public static final ConfigKey<String> DEFAULT_LANGUAGE =
      ConfigKey.text(
          "model.default-language",
          "vi",
          "The language that a text is taken for when its detected language is not served.");

  /** Threads that run models. */
  public static final ConfigKey<Integer> INFERENCE_THREADS =
      ConfigKey.integer(
          "inference.threads",
          0,
          0,
          1_024,
          "How many threads of a model server run models; 0 is one for every processor.");

  /** Calls that may wait for a thread. */
  public static final ConfigKey<Integer> INFERENCE_QUEUE =
      ConfigKey.integer(
          "inference.queue",
          16_384,
          1,
          1_000_000,
          "How many calls of each priority may be held in memory while they wait for a thread that"
              + " runs models; unary ones are refused long before, by admission.budget.");

  /** How much of waiting calls runs together. */
  public static final ConfigKey<Integer> BATCH_TOKENS =
      ConfigKey.integer(
          "inference.batch-tokens",
          2_048,
          1,
          1_000_000,
          "How many tokens of waiting calls run together, padding included: texts times the tokens"
              + " of the longest.");

  /** Threads that run better models. */
  public static final ConfigKey<Integer> REFINE_THREADS =
      ConfigKey.integer(
          "inference.refine-threads",
          0,
          0,
          1_024,
          "How many threads run the encoder of a cascade; 0 is one for every processor.");

  /** How much runs together through better models. */
  public static final ConfigKey<Integer> REFINE_TOKENS =
      ConfigKey.integer(
          "inference.refine-tokens",
          512,
          1,
          1_000_000,
          "How many tokens of waiting texts go through the encoder of a cascade together.");

  /** How long a text may wait for a better model. */
  public static final ConfigKey<Duration> REFINE_BUDGET =
      ConfigKey.duration(
          "inference.refine-budget",
          Duration.ofMillis(100),
          "How long texts may be expected to wait for the encoder of a cascade; where it would be"
              + " longer, the most uncertain go first and the linear model's answer"
              + " is kept for the others.");

  /** How many versions of a model are served. */
  public static final ConfigKey<Integer> MODEL_VERSIONS =
      ConfigKey.integer(
          "model.versions",
          2,
          1,
          1_000,
          "How many versions of a model are served, the newest that can be loaded; one that"
              + " model.preference names is served too.");

  /** How often new versions of models are looked for. */
  public static final ConfigKey<Duration> MODEL_POLL =
      ConfigKey.duration(
          "model.poll",
          Duration.ofSeconds(5),
          "How often the sources of models are looked through for new versions, which are served"
              + " once their folder stays as it is between two looks; 0 looks only at the start.");

  private static final Pattern PREFERENCE =
      Pattern.compile("([a-z-]+)\\.([a-z]{2,3})=([a-z0-9][a-z0-9._-]*(@[a-z0-9][a-z0-9._-]*)?)");

  private ServingKeys() {}

  /** Every key of this class. */
  public static List<ConfigKey<?>> keys() {
    return List.of(
        MODEL_PREFERENCE,
        MODEL_VERSIONS,
        MODEL_POLL,
        DEFAULT_LANGUAGE,
        INFERENCE_THREADS,
        INFERENCE_QUEUE,
        BATCH_TOKENS,
        REFINE_THREADS,
        REFINE_TOKENS,
        REFINE_BUDGET);
  }

  /** How the batcher of a model server is sized. */
  static BatchSettings batches(Config config) {
    return new BatchSettings(
        config.get(INFERENCE_THREADS), config.get(INFERENCE_QUEUE), config.get(BATCH_TOKENS));
  }

  /** Returns how the refiner of a model server is sized. */
  static RefinerSettings refinement(Config config) {
    return new RefinerSettings(
        config.get(REFINE_THREADS), config.get(REFINE_TOKENS), config.get(REFINE_BUDGET));
  }

  /**
   * Which versions of the models of {@code task} are served.
   *
   * @throws InvalidInputException if a preference is not written as it should be
   */
  public static VersionPolicy versions(Config config, String task) {
    return new VersionPolicy(config.get(MODEL_VERSIONS), preferences(config, task));
  }

  private static Map<String, String> preferences(Config config, String task) {
    Map<String, String> preferred = new TreeMap<>();
    for (String preference : config.get(MODEL_PREFERENCE)) {
      var matcher = PREFERENCE.matcher(preference);
      if (!matcher.matches()) {
        throw InvalidInputException.of(
            "INVALID_CONFIGURATION",
            List.of(
                new FieldProblem(
                    MODEL_PREFERENCE.name(),
                    preference + " (expected: <task>.<language>=<name> or <name>@<version>)")));
      }
      if (matcher.group(1).equals(task)) {
        preferred.put(matcher.group(2), matcher.group(3));
      }
    }
    return preferred;
  }
}
