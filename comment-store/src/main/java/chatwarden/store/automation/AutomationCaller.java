package chatwarden.store.automation;

import chatwarden.action.v1.Action;

/** The names of automation as the caller of actions, which no person can have. */
public final class AutomationCaller {

  /** The name in place of a reviewer's. */
  public static final String REVIEWER = "automation";

  private static final String PREFIX = "automation:";

  private AutomationCaller() {}

  /** Returns the caller of the actions of a rule. */
  public static String of(String rule) {
    return PREFIX + rule;
  }

  /** Returns whether a rule asked for an action. */
  public static boolean isAutomatic(Action action) {
    return action.getCaller().startsWith(PREFIX);
  }
}
