package chatwarden.bridge.rollout;

import chatwarden.rollout.v1.RolloutCheck;
import java.util.Locale;

/** Says in words why a challenger was rolled back. */
final class BreachText {

  private BreachText() {}

  static String of(RolloutCheck check) {
    return switch (check.getCriterion()) {
      case ERRORS -> shares("failed calls", check);
      case FLAGGED -> shares("flagged texts", check);
      case LATENCY ->
          "99th percentile of the time of calls %s, the champion's %s to %s"
              .formatted(
                  millis(check.getChallenger()),
                  millis(check.getChampionLow()),
                  millis(check.getChampionHigh()));
      default -> throw new IllegalArgumentException("criterion: " + check.getCriterion());
    };
  }

  private static String shares(String what, RolloutCheck check) {
    return "%s %s of %d, the champion's %s to %s"
        .formatted(
            what,
            percent(check.getChallenger()),
            check.getChallengerCount(),
            percent(check.getChampionLow()),
            percent(check.getChampionHigh()));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f %%", share * 100);
  }

  private static String millis(double seconds) {
    return String.format(Locale.ROOT, "%.2f ms", seconds * 1_000);
  }
}
