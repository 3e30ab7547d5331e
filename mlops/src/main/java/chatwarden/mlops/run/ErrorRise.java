package chatwarden.mlops.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The change of an error rate from one version to the next.
 *
 * @param name of the error
 * @param before the rate of the version before, in [0, 1]
 * @param now the rate of the new version, in [0, 1]
 */
public record ErrorRise(String name, double before, double now) {

  /** A rise of more than this stops a version: two points. */
  private static final double MOST = 0.02;

  /** Returns the changes of the errors that both versions were measured on. */
  public static List<ErrorRise> of(Map<String, Double> before, Map<String, Double> now) {
    List<ErrorRise> rises = new ArrayList<>();
    now.forEach(
        (name, rate) -> {
          Double earlier = before.get(name);
          if (earlier != null) {
            rises.add(new ErrorRise(name, earlier, rate));
          }
        });
    return List.copyOf(rises);
  }

  /** Returns whether the rise stops the new version. */
  public boolean stops() {
    return now - before > MOST;
  }

  /** Returns both rates in percent. */
  String shown() {
    return String.format(
        Locale.ROOT,
        "%.2f %%, before %.2f %%%s",
        100 * now,
        100 * before,
        stops() ? ": more than two points worse" : "");
  }
}
