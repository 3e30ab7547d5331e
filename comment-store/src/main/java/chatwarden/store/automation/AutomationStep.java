package chatwarden.store.automation;

import chatwarden.automation.v1.AutomaticAction;
import chatwarden.automation.v1.Automation;

/**
 * The step of a chat's automation over one comment that met a rule.
 *
 * @param automation the rules that were tried
 * @param before the place before it
 * @param after the comment's event
 * @param action the automatic action to record
 * @param note why, in words
 * @param isDrawn whether it is drawn for the sample to audit
 */
record AutomationStep(
    Automation automation,
    String before,
    String after,
    AutomaticAction action,
    String note,
    boolean isDrawn) {}
