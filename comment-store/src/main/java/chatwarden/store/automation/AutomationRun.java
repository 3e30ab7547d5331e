package chatwarden.store.automation;

import chatwarden.action.v1.ActingMode;
import chatwarden.automation.v1.AutomaticAction;
import chatwarden.automation.v1.Automation;
import chatwarden.automation.v1.AutomationEffect;
import chatwarden.automation.v1.AutomationMode;
import chatwarden.automation.v1.AutomationRule;
import chatwarden.domain.automation.AuditBand;
import chatwarden.domain.automation.AutomationPolicy;
import chatwarden.domain.automation.MetRule;
import chatwarden.livechat.v1.WatchCommentsResponse;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.action.ActingStore;
import chatwarden.store.comment.CommentStore;
import chatwarden.store.redis.StoredTime;
import chatwarden.store.watch.EventLog;
import chatwarden.store.watch.ResumeToken;
import chatwarden.type.v1.ModeratedComment;
import chatwarden.type.v1.RewriteVerdict;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Tries the rules of a chat on its events, in order, each comment once. The automatic action on a
 * comment and the place in the events are written at one stroke, on the condition that neither the
 * place nor the rules changed since they were read: however a process ends, and however many run at
 * once, no comment is passed over and none gets two actions. Safe for use by many threads.
 */
public final class AutomationRun {

  private static final int SLICE = 500;

  /** As many comments wait for audits of a band at most; others are not drawn. */
  private static final int MAX_WAITING = 500;

  /** Of a rule that acts, one comment in so many is drawn. */
  private static final int DRAW_EVERY = 20;

  private static final double MOST_STRIKES = 100;

  private final CommentStore comments;
  private final EventLog events;
  private final ActingStore acting;
  private final AutomationStore automations;
  private final RedisAutomaticActionStore automatic;
  private final RandomGenerator random;
  private final InstantSource clock;

  AutomationRun(
      CommentStore comments,
      EventLog events,
      ActingStore acting,
      AutomationStore automations,
      RedisAutomaticActionStore automatic,
      RandomGenerator random,
      InstantSource clock) {
    this.comments = comments;
    this.events = events;
    this.acting = acting;
    this.automations = automations;
    this.automatic = automatic;
    this.random = random;
    this.clock = clock;
  }

  /**
   * The result of one pass.
   *
   * @param actions the automatic actions that were recorded
   * @param isComplete whether no event is left
   * @param hasGap whether events were dropped before the rules were tried on them
   */
  public record Pass(List<AutomaticAction> actions, boolean isComplete, boolean hasGap) {
    /** Copies the list. */
    public Pass {
      actions = List.copyOf(actions);
    }
  }

  /**
   * Tries the rules of a chat on its next events.
   *
   * @param maxAge how long ago a comment may have been recorded that is acted on
   */
  public Pass run(String chat, Duration maxAge) {
    AutomationStore.Stored rules = automations.get(chat);
    if (rules.automation().getMode() == AutomationMode.AUTOMATION_OFF) {
      return new Pass(List.of(), true, false);
    }
    String place = automatic.place(chat);
    if (place.isEmpty()) {
      // A restored chat goes on with what comes now.
      String latest = events.latest(chat).orElse(ResumeToken.BEGINNING).toString();
      return new Pass(List.of(), automatic.advance(chat, "", latest), false);
    }
    boolean hasGap = false;
    List<WatchCommentsResponse> next;
    try {
      next = events.after(chat, ResumeToken.parse(place), SLICE);
    } catch (ChatwardenException e) {
      FaultCode.OUT_OF_RANGE.orThrow(e);
      hasGap = true;
      next = events.after(chat, ResumeToken.BEGINNING, SLICE);
    }
    return pass(chat, rules, place, next, maxAge, hasGap);
  }

  private Pass pass(
      String chat,
      AutomationStore.Stored rules,
      String from,
      List<WatchCommentsResponse> next,
      Duration maxAge,
      boolean hasGap) {
    List<AutomaticAction> made = new ArrayList<>();
    String place = from;
    String last = from;
    for (WatchCommentsResponse event : next) {
      last = ResumeToken.parse(event.getResumeToken()).toString();
      Optional<MetComment> met = met(chat, rules.automation(), event);
      if (met.isPresent()) {
        Optional<AutomaticAction> action = step(rules, met.get(), place, last, maxAge);
        if (action.isEmpty()) {
          return new Pass(made, false, hasGap);
        }
        made.add(action.get());
        place = last;
      }
    }
    boolean isAdvanced = last.equals(place) || automatic.advance(chat, place, last);
    return new Pass(made, isAdvanced && next.size() < SLICE, hasGap);
  }

  /** A comment that meets a rule, and the polite form of it that is proposed, if it is one. */
  private record MetComment(ModeratedComment comment, MetRule met, String suggestion) {}

  private Optional<MetComment> met(
      String chat, Automation automation, WatchCommentsResponse event) {
    return switch (event.getEventCase()) {
      case CLASSIFIED ->
          met(automation, event.getClassified())
              .filter(met -> met.rule().getEffect() != AutomationEffect.SUGGEST_A_REWRITE)
              .map(met -> new MetComment(event.getClassified(), met, ""));
      case REWRITTEN -> {
        if (event.getRewritten().getRewriting().getVerdict() != RewriteVerdict.REWRITTEN) {
          yield Optional.empty();
        }
        String suggestion = event.getRewritten().getRewriting().getRewrite();
        yield comments
            .get(chat, event.getRewritten().getId())
            .flatMap(
                comment ->
                    met(automation, comment)
                        .filter(met -> met.rule().getEffect() == AutomationEffect.SUGGEST_A_REWRITE)
                        .map(met -> new MetComment(comment, met, suggestion)));
      }
      default -> Optional.empty();
    };
  }

  private Optional<MetRule> met(Automation automation, ModeratedComment comment) {
    AutomationPolicy policy = new AutomationPolicy(automation);
    // The strikes of most authors need not be read.
    return policy
        .first(comment, MOST_STRIKES)
        .flatMap(met -> policy.first(comment, strikes(automation, comment)));
  }

  private double strikes(Automation automation, ModeratedComment comment) {
    String author = comment.getComment().getAuthor().getId();
    if (author.isEmpty()) {
      return 0;
    }
    boolean isRehearsal = automation.getMode() == AutomationMode.AUTOMATION_DRY_RUN;
    Duration halfLife = Duration.ofSeconds(automation.getStrikeHalfLife().getSeconds());
    return automatic
        .strikes(automation.getChat(), author, isRehearsal)
        .left(clock.instant(), halfLife);
  }

  /**
   * Returns the automatic action that was recorded; empty where the place or the rules changed in
   * between.
   */
  private Optional<AutomaticAction> step(
      AutomationStore.Stored rules, MetComment found, String place, String event, Duration maxAge) {
    Automation automation = rules.automation();
    String chat = automation.getChat();
    AutomaticAction.Builder begun = begun(automation, found);
    AuditBand band = automatic.band(chat, begun.getBand(), automation.getMaxCleanShare());
    ResumeToken at = ResumeToken.parse(event);
    Instant oldest = clock.instant().minus(maxAge);
    AutomationDecision decision =
        new AutomationDecision(
            automation,
            found.met(),
            begun.getAuthorId(),
            at.compareTo(ResumeToken.parse(rules.since())) <= 0,
            Instant.ofEpochMilli(at.millis()).isBefore(oldest),
            automations.stop().getStopped(),
            actingMode(chat),
            band);
    boolean isDrawn =
        band.holds()
            ? random.nextInt(DRAW_EVERY) == 0
            : automatic.waiting(chat, begun.getBand()) < MAX_WAITING;
    AutomaticAction action = decision.decide(begun.setDrawn(isDrawn));
    AutomaticAction capped = decision.capped(action);
    AutomationStep step =
        new AutomationStep(
            automation, place, event, action, AutomationDecision.note(action), isDrawn);
    return automatic.record(step, capped, AutomationDecision.note(capped))
        ? automatic.find(chat, action.getComment()).or(() -> Optional.of(action))
        : Optional.empty();
  }

  private ActingMode actingMode(String chat) {
    return acting.get(chat).mode();
  }

  private AutomaticAction.Builder begun(Automation automation, MetComment found) {
    MetRule met = found.met();
    AutomationRule rule = met.rule();
    ModeratedComment comment = found.comment();
    String model = comment.getClassification().getModel();
    AutomaticAction.Builder action =
        AutomaticAction.newBuilder()
            .setChat(automation.getChat())
            .setComment(comment.getComment().getId())
            .setAuthorId(comment.getComment().getAuthor().getId())
            .setRule(rule.getName())
            .setEffect(rule.getEffect())
            .setBan(met.bans())
            .setProbability(met.probability())
            .setStrikes((float) met.strikes())
            .setModel(model)
            .setLabel(comment.getClassification().getLabel())
            .setBand(new AutomationPolicy(automation).band(rule, model))
            .setSuggestion(found.suggestion())
            .setCreateTime(StoredTime.timestamp(clock.instant()));
    met.timeout().ifPresent(action::setAuthorTimeout);
    return action;
  }
}
