package chatwarden.bridge.action;

import chatwarden.action.v1.Account;
import chatwarden.action.v1.ActingMode;
import chatwarden.action.v1.ActingSettings;
import chatwarden.action.v1.UpdateActingSettingsRequest;
import chatwarden.domain.action.ActionRules;
import chatwarden.livechat.v1.Chat;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.store.account.AccountStore;
import chatwarden.store.action.Acting;
import chatwarden.store.action.ActingStores;
import chatwarden.store.action.DecisionRelay;
import chatwarden.store.review.Reviewer;
import java.util.List;

/** Reads and changes whether decisions of chats reach their platforms. */
final class ActingModes {

  private final ActingStores stores;
  private final AccountStore accounts;

  ActingModes(ActingStores stores, AccountStore accounts) {
    this.stores = stores;
    this.accounts = accounts;
  }

  ActingSettings of(String chat) {
    Acting acting = stores.modes().get(chat);
    return ActingSettings.newBuilder()
        .setChat(chat)
        .setMode(acting.mode())
        .setAccount(acting.account())
        .build();
  }

  ActingSettings update(UpdateActingSettingsRequest request, Chat chat, Reviewer reviewer) {
    ActingMode mode = request.getMode();
    if (mode == ActingMode.ACTING_MODE_UNSPECIFIED || mode == ActingMode.UNRECOGNIZED) {
      throw InvalidInputException.of(
          "mode", "is missing or not known (expected: ACTING_OFF, ACTING_DRY_RUN or ACTING_ON)");
    }
    if (mode == ActingMode.ACTING_ON) {
      requireAccount(DecisionRelay.platformOf(chat), request.getAccount());
    }
    // Decisions so far go by the mode so far.
    stores.relay().relay(chat.getId());
    stores.modes().set(chat.getId(), mode, request.getAccount(), reviewer);
    return of(chat.getId());
  }

  private void requireAccount(String platform, String chosen) {
    if (!ActionRules.canAct(platform)) {
      throw FaultCode.FAILED_PRECONDITION.exception(
          "PLATFORM_CANNOT_ACT", "the chat comes from no platform that can be acted on");
    }
    List<Account> fitting =
        accounts.list().stream()
            .filter(account -> account.getPlatform().equals(platform))
            .filter(account -> chosen.isEmpty() || account.getId().equals(chosen))
            .toList();
    if (fitting.size() != 1) {
      throw FaultCode.FAILED_PRECONDITION.exception(
          "NO_ACCOUNT",
          fitting.isEmpty()
              ? "no such account is connected; connect one: chatwarden connect " + platform
              : "several accounts are connected; name the one that acts (account)");
    }
  }
}
