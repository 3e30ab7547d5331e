package chatwarden.store.automation;

import chatwarden.automation.v1.AutomaticAction;
import chatwarden.automation.v1.Automation;
import chatwarden.automation.v1.AutomationBand;
import chatwarden.automation.v1.AutomationRule;
import chatwarden.automation.v1.AutomationVerdict;
import chatwarden.domain.automation.AuditBand;
import chatwarden.domain.automation.AutomationPolicy;
import chatwarden.domain.automation.Strikes;
import chatwarden.store.review.Reviewer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The automatic actions of all chats, how far each chat's automation has come, and the audits. Safe
 * for use by many threads; every method blocks for the store.
 */
public interface AutomaticActionStore {

  /** How many comments of a band may be audited next. */
  int NEXT_AUDITS = 20;

  /** Returns the last event of a chat that its rules were tried on; empty where none is noted. */
  String place(String chat);

  /**
   * Notes that rules were tried up to an event.
   *
   * @param before the place until now; empty: none
   * @return false when another process did so in between
   */
  boolean advance(String chat, String before, String after);

  /** Returns the strikes of an author, in dry runs or others. */
  Strikes strikes(String chat, String author, boolean isRehearsal);

  /** Returns the audits of a band. */
  AuditBand band(String chat, String band, double maxShare);

  /** Returns how many comments were drawn in a band. */
  long drawn(String chat, String band);

  /** Returns how many comments of a band wait for an audit. */
  long waiting(String chat, String band);

  /** Returns the models whose comments met rules, without duplicates. */
  List<String> models(String chat);

  /**
   * Returns the audits of each rule in force, by the model that judged; of a rule that no comment
   * met yet, by no model.
   */
  default List<AutomationBand> bands(Automation automation) {
    String chat = automation.getChat();
    List<String> models = models(chat);
    List<AutomationBand> bands = new ArrayList<>();
    for (AutomationRule rule : automation.getRulesList()) {
      int before = bands.size();
      for (String model : models) {
        String band = new AutomationPolicy(automation).band(rule, model);
        long drawn = drawn(chat, band);
        if (drawn > 0) {
          AuditBand audits = band(chat, band, automation.getMaxCleanShare());
          bands.add(audits.message(rule.getName(), model, drawn));
        }
      }
      if (bands.size() == before) {
        AuditBand none = new AuditBand(0, 0, 0, automation.getMaxCleanShare());
        bands.add(none.message(rule.getName(), "", 0));
      }
    }
    return bands;
  }

  /** Returns the automatic action on a comment. */
  Optional<AutomaticAction> find(String chat, String comment);

  /** Returns a page of the automatic actions of a chat, the newest first. */
  AutomaticActionPage list(String chat, int pageSize, String pageToken);

  /** Returns the automatic actions of a band to audit next, in the order of their draw. */
  List<AutomaticAction> toAudit(String chat, String band);

  /** Returns automatic actions that are not in the outbox yet, the oldest first. */
  List<AutomaticAction> pending(String chat, int limit);

  /** Notes that an automatic action is in the outbox. */
  void relayed(String chat, String comment);

  /**
   * Records an audit, once, and appends to the audit log.
   *
   * @return false when the comment is not one to audit next
   */
  boolean audit(AutomaticAction action, AutomationVerdict verdict, Reviewer reviewer);

  /** Notes that an automatic action was taken back, once, and appends to the audit log. */
  void undo(Automation automation, AutomaticAction action, Reviewer reviewer);
}
