package chatwarden.worker.server;

import chatwarden.runtime.config.Config;
import chatwarden.runtime.config.ConfigKey;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.store.pipeline.RunFolder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The settings of a worker. */
public final class WorkerKeys {

  /** Where the definitions are. */
  public static final ConfigKey<List<String>> DEFINITIONS =
      ConfigKey.list(
          "pipelines.definitions",
          List.of("pipelines"),
          "The folders whose *.yaml files define pipelines; all workers have the same.");

  /** The program that commands call chatwarden. */
  public static final ConfigKey<String> LAUNCHER =
      ConfigKey.text(
          "pipelines.launcher",
          "chatwarden",
          "The program that is run where the command of a step begins with chatwarden.");

  static final ConfigKey<Duration> LEASE =
      ConfigKey.duration(
          "pipelines.lease",
          Duration.ofSeconds(15),
          "How long a step stays with a worker that does not answer, at least 5s; then its command"
              + " is killed and another worker takes the step.");

  static final ConfigKey<Integer> PARALLEL =
      ConfigKey.integer(
          "pipelines.parallel", 1, 0, 64, "How many steps a worker runs at once; 0 runs none.");

  static final ConfigKey<Duration> POLL =
      ConfigKey.duration(
          "pipelines.poll",
          Duration.ofSeconds(1),
          "How often a worker looks for steps and for firings of schedules.");

  static final ConfigKey<Integer> HISTORY =
      ConfigKey.integer(
          "pipelines.history",
          200,
          1,
          100_000,
          "How many runs of pipelines are kept with their files; the oldest that are over go.");

  private static final Duration LEAST_LEASE = Duration.ofSeconds(5);

  private WorkerKeys() {}

  /** Returns all of them. */
  public static List<ConfigKey<?>> all() {
    List<ConfigKey<?>> keys =
        new ArrayList<>(List.of(DEFINITIONS, LAUNCHER, LEASE, PARALLEL, POLL, HISTORY));
    keys.addAll(RunFolder.keys());
    return List.copyOf(keys);
  }

  /**
   * Returns the length of leases.
   *
   * @throws InvalidInputException if it is too short: the guards of commands count in seconds
   */
  static Duration lease(Config config) {
    Duration lease = config.get(LEASE);
    if (lease.compareTo(LEAST_LEASE) < 0) {
      throw InvalidInputException.of(
          LEASE.name(), lease + " (expected: >= " + LEAST_LEASE.toSeconds() + "s)");
    }
    return lease;
  }
}
