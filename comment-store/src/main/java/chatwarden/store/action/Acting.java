package chatwarden.store.action;

import chatwarden.action.v1.ActingMode;
import java.util.regex.Pattern;

/**
 * Whether decisions of a chat become actions, and how far they did.
 *
 * @param mode the mode since {@code since}
 * @param account the id of the account that acts; empty where the only one of the platform does
 * @param modeBefore the mode until {@code since}
 * @param since the last entry of the audit log when the mode was set
 * @param cursor the last entry of the audit log that became actions
 */
public record Acting(
    ActingMode mode, String account, ActingMode modeBefore, String since, String cursor) {

  /** The state of a chat whose mode was never set. */
  public static final Acting NEVER_SET =
      new Acting(ActingMode.ACTING_OFF, "", ActingMode.ACTING_OFF, "0-0", "0-0");

  private static final Pattern ENTRY = Pattern.compile("(\\d{1,18})-(\\d{1,18})");

  /** Returns the mode that was in force when an entry of the audit log was written. */
  public ActingMode modeAt(String entry) {
    return isAfter(entry, since) ? mode : modeBefore;
  }

  /** Returns whether entries of the audit log may still become actions. */
  public boolean isRelaying() {
    return mode != ActingMode.ACTING_OFF
        || (modeBefore != ActingMode.ACTING_OFF && isAfter(since, cursor));
  }

  /** Returns whether an entry of the audit log comes after another one. */
  static boolean isAfter(String entry, String other) {
    var one = ENTRY.matcher(entry);
    var two = ENTRY.matcher(other);
    if (!one.matches() || !two.matches()) {
      throw new IllegalArgumentException(
          "entry: " + entry + ", " + other + " (expected: ids of entries of a log)");
    }
    int order = Long.compare(Long.parseLong(one.group(1)), Long.parseLong(two.group(1)));
    return order > 0 || (order == 0 && Long.parseLong(one.group(2)) > Long.parseLong(two.group(2)));
  }
}
