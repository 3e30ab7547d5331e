package chatwarden.ingest.acting;

import chatwarden.action.v1.ActingMode;
import chatwarden.action.v1.Action;
import chatwarden.action.v1.ActionKind;
import chatwarden.action.v1.ActionState;
import chatwarden.domain.action.ActionRules;
import chatwarden.ingest.account.Accounts;
import chatwarden.ingest.account.ActingAccount;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.action.ActingStores;
import chatwarden.store.action.StoredAction;
import chatwarden.store.automation.AutomationGate;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Sends single actions. An action is noted as being sent before its platform is called, so that a
 * process that ends in between leaves it marked: a marked action is repeated only where that has no
 * second effect, after a look at the platform, and is UNKNOWN otherwise.
 */
final class ActionSender {
  private static final Duration LONGER = Duration.ofMinutes(1);
  private static final Duration AFTER_NO_ANSWER = Duration.ofSeconds(5);

  /** A token may be refreshed and an action sent twice within the time of one action. */
  private static final int CALLS = 4;

  private final ActingStores stores;
  private final AutomationGate gate;
  private final Accounts accounts;
  private final ChatIdsOfPlatform chatIds;
  private final ActingMetrics metrics;
  private final InstantSource clock;
  private final Duration maxAge;
  private final Duration sendingLimit;

  ActionSender(
      ActingStores stores,
      AutomationGate gate,
      Accounts accounts,
      ActingMetrics metrics,
      InstantSource clock,
      Duration maxAge,
      Duration timeout) {
    this.stores = stores;
    this.gate = gate;
    this.accounts = accounts;
    this.chatIds = new ChatIdsOfPlatform(clock);
    this.metrics = metrics;
    this.clock = clock;
    this.maxAge = maxAge;
    this.sendingLimit = timeout.multipliedBy(CALLS);
  }

  /** A platform that is ready to be called. */
  private record Ready(ActingTarget target, ActingAccount account, String chatId) {}

  /** Brings an action that is due one step on. */
  void send(StoredAction due, ActingTarget target) throws InterruptedException {
    Action action = due.action();
    Instant now = clock.instant();
    Optional<AutomationGate.Refusal> refusal = gate.refusal(action);
    if (action.getState() == ActionState.SENDING) {
      lose(due, "its sender ended before the platform's answer was noted", target);
    } else if (stores.modes().get(action.getChat()).mode() != ActingMode.ACTING_ON) {
      stores.relay().cancel(action, "ACTING_SWITCHED_OFF", "acting was switched off");
    } else if (refusal.isPresent()) {
      stores.relay().cancel(action, refusal.get().reason(), refusal.get().problem());
    } else if (isTooOld(action, now)) {
      ActionState state = ActionSteps.isLost(action) ? ActionState.UNKNOWN : ActionState.REFUSED;
      end(due, state, "GIVEN_UP", "not done within " + maxAge + " (acting.max-age)");
    } else {
      Optional<Ready> ready = ready(due, target);
      if (ready.isPresent()) {
        sendTo(ready.get(), due);
      }
    }
  }

  private boolean isTooOld(Action action, Instant now) {
    Instant asked = Instant.ofEpochSecond(action.getCreateTime().getSeconds());
    return now.isAfter(asked.plus(maxAge));
  }

  /** Postpones an action that no account can send. */
  void postpone(StoredAction due, String reason, String problem) {
    if (due.action().getState() == ActionState.WAITING) {
      wait(due, reason, problem, clock.instant().plus(LONGER));
    }
  }

  private Optional<Ready> ready(StoredAction due, ActingTarget target) throws InterruptedException {
    try {
      ActingAccount account = accounts.ready(target.account());
      Optional<Instant> wait = target.platform().waitUntil(due.action(), account);
      if (wait.isPresent()) {
        wait(due, "BUDGET_SHORT", "the rate or quota of the account is used up", wait.get());
        return Optional.empty();
      }
      Optional<String> chatId = chatIds.find(target, account);
      if (chatId.isEmpty()) {
        end(due, ActionState.REFUSED, "CHAT_NOT_LIVE", "the platform has no such chat now");
      }
      return chatId.map(id -> new Ready(target, account, id));
    } catch (ChatwardenException e) {
      boolean isPassing = e.code() == FaultCode.UNAVAILABLE;
      if (!isPassing && e.code() != FaultCode.FAILED_PRECONDITION) {
        throw e;
      }
      postpone(due, e.reason(), e.getMessage());
    } catch (IOException e) {
      if (due.action().getState() == ActionState.WAITING) {
        Instant next = clock.instant().plus(AFTER_NO_ANSWER);
        wait(due, "PLATFORM_UNREACHABLE", "the platform does not answer", next);
      }
    }
    return Optional.empty();
  }

  private void sendTo(Ready ready, StoredAction due) throws InterruptedException {
    Action action = due.action();
    PlatformActions platform = ready.target().platform();
    if (ActionSteps.isLost(action)
        && platform.isDone(action, ready.chatId(), ready.account()).orElse(false)) {
      finish(due, ActionSteps.done(action, "", clock.instant()));
      return;
    }
    Instant now = clock.instant();
    Action sending =
        ActionSteps.sending(action, ready.target().account().getId(), now, now.plus(sendingLimit));
    if (!stores.actions().change(due, sending)) {
      letPass(due);
      return;
    }
    StoredAction sent = new StoredAction(sending, due.revision() + 1);
    Action call = withReference(sending);
    Outcome outcome = platform.perform(call, ready.chatId(), ready.account());
    if (outcome instanceof Outcome.TokenRefused) {
      outcome = again(ready, call);
    }
    note(sent, outcome, ready.target());
  }

  /** Waits where the action on the same author before is still open. */
  private void letPass(StoredAction due) {
    stores
        .actions()
        .find(due.action().getChat(), due.action().getId())
        .filter(now -> now.revision() == due.revision())
        .ifPresent(
            now ->
                wait(
                    now,
                    "FOLLOWS_ANOTHER",
                    "an earlier action on the author is not over",
                    clock.instant().plusSeconds(1)));
  }

  private Outcome again(Ready ready, Action call) throws InterruptedException {
    try {
      ActingAccount renewed = accounts.renewed(ready.target().account(), ready.account());
      Outcome outcome = ready.target().platform().perform(call, ready.chatId(), renewed);
      return outcome instanceof Outcome.TokenRefused
          ? new Outcome.Refused("NOT_PERMITTED", "the platform refuses the account")
          : outcome;
    } catch (ChatwardenException e) {
      return new Outcome.Postponed(
          Optional.of(clock.instant().plus(LONGER)), e.reason(), e.getMessage());
    }
  }

  /** Gives a lift the name of the ban, which is with the action that made it. */
  private Action withReference(Action action) {
    Optional<Action> before = Optional.of(action);
    while (action.getKind() == ActionKind.LIFT_BAN
        && before.isPresent()
        && before.get().getPlatformReference().isEmpty()
        && !before.get().getFollows().isEmpty()) {
      before =
          stores
              .actions()
              .find(action.getChat(), before.get().getFollows())
              .map(StoredAction::action);
    }
    String reference = before.map(Action::getPlatformReference).orElse("");
    return action.toBuilder().setPlatformReference(reference).build();
  }

  private void note(StoredAction sent, Outcome outcome, ActingTarget target)
      throws InterruptedException {
    Action action = sent.action();
    Instant now = clock.instant();
    switch (outcome) {
      case Outcome.Done done -> finish(sent, ActionSteps.done(action, done.reference(), now));
      case Outcome.Refused refused -> {
        boolean isGone =
            ActionSteps.isLost(action) && refused.reason().equals(Outcome.COMMENT_NOT_FOUND);
        if (isGone) {
          finish(sent, ActionSteps.done(action, "", now));
        } else {
          end(sent, ActionState.REFUSED, refused.reason(), refused.problem());
        }
      }
      case Outcome.Postponed postponed ->
          wait(
              sent,
              postponed.reason(),
              postponed.problem(),
              postponed.until().orElse(now.plus(ActionSteps.pause(action.getTries()))));
      case Outcome.AnswerLost lost -> lose(sent, lost.problem(), target);
      case Outcome.TokenRefused _ ->
          throw new IllegalStateException("a refused token is renewed before (a bug)");
    }
  }

  /** The platform was called, and its answer is not known. */
  private void lose(StoredAction sent, String problem, ActingTarget target)
      throws InterruptedException {
    Action action = sent.action();
    if (ActionRules.isRepeatable(action.getKind())) {
      Instant next = clock.instant().plus(ActionSteps.pause(action.getTries()));
      wait(sent, ActionRules.ANSWER_LOST, problem, next);
    } else if (isThere(action, target)) {
      finish(sent, ActionSteps.done(action, "", clock.instant()));
    } else {
      end(sent, ActionState.UNKNOWN, ActionRules.ANSWER_LOST, problem);
    }
  }

  private boolean isThere(Action action, ActingTarget target) throws InterruptedException {
    try {
      ActingAccount account = accounts.ready(target.account());
      Optional<String> chatId = chatIds.find(target, account);
      return chatId.isPresent()
          && target.platform().isDone(action, chatId.get(), account).orElse(false);
    } catch (ChatwardenException | IOException e) {
      return false;
    }
  }

  private void wait(StoredAction before, String reason, String problem, Instant until) {
    Action waiting = ActionSteps.waiting(before.action(), reason, problem, until, clock.instant());
    if (stores.actions().change(before, waiting)) {
      metrics.postponed();
    }
  }

  private void end(StoredAction before, ActionState state, String reason, String problem) {
    finish(before, ActionSteps.ended(before.action(), state, reason, problem, clock.instant()));
  }

  private void finish(StoredAction before, Action after) {
    if (stores.actions().change(before, after)) {
      metrics.ended(after.getState());
    }
  }
}
