package chatwarden.serving.rollout;

import chatwarden.runtime.config.ConfigKey;
import java.time.Duration;
import java.util.List;

/** The settings of rollouts at a model server. */
public final class RolloutKeys {

  /** How many texts are compared. */
  public static final ConfigKey<Double> SHADOW_SHARE =
      ConfigKey.decimal(
          "shadow.share",
          0.1,
          0,
          1,
          "The share of texts that both versions of a model score while a challenger is compared;"
              + " those that come while the server is busy are left out.");

  /** How many texts may wait. */
  public static final ConfigKey<Integer> SHADOW_QUEUE =
      ConfigKey.integer(
          "shadow.queue",
          256,
          1,
          100_000,
          "How many texts may wait to be scored by the other version of a model; more are left"
              + " out.");

  /** How long a server trusts the last word of a bridge. */
  public static final ConfigKey<Duration> LEASE =
      ConfigKey.duration(
          "rollout.lease",
          Duration.ofMinutes(1),
          "How long a model server goes on with canaries and comparisons while no bridge calls it;"
              + " afterwards the champions answer alone.");

  private RolloutKeys() {}

  /** Returns every key of this class. */
  public static List<ConfigKey<?>> keys() {
    return List.of(SHADOW_SHARE, SHADOW_QUEUE, LEASE);
  }
}
