package chatwarden.domain.automation;

import chatwarden.automation.v1.AutomationEffect;
import chatwarden.automation.v1.AutomationRule;
import com.google.protobuf.Duration;
import java.util.Optional;

/**
 * A rule that a comment meets.
 *
 * @param probability the one that the rule compared
 * @param strikes of the author, before this comment
 */
public record MetRule(AutomationRule rule, float probability, double strikes) {

  /** Returns the number of strikes that rules go by: the nearest whole one, half of one up. */
  public static long whole(double strikes) {
    return Math.round(strikes);
  }

  /** Returns whether the author is banned rather than timed out. */
  public boolean bans() {
    return rule.getEffect() == AutomationEffect.TIME_OUT_THE_AUTHOR
        && rule.getBanAtStrikes() > 0
        && whole(strikes) >= rule.getBanAtStrikes();
  }

  /** Returns for how long the author is timed out; empty where the rule does something else. */
  public Optional<Duration> timeout() {
    if (rule.getEffect() != AutomationEffect.TIME_OUT_THE_AUTHOR || bans()) {
      return Optional.empty();
    }
    int step = (int) Math.min(whole(strikes), rule.getTimeoutsCount() - 1L);
    return Optional.of(rule.getTimeouts(step));
  }
}
