package chatwarden.bridge.action;

import chatwarden.action.v1.Account;
import chatwarden.action.v1.ActingMode;
import chatwarden.action.v1.ActingSettings;
import chatwarden.action.v1.Action;
import chatwarden.action.v1.ActionServiceGrpc.ActionServiceImplBase;
import chatwarden.action.v1.ActionState;
import chatwarden.action.v1.CancelActionRequest;
import chatwarden.action.v1.CreateActionRequest;
import chatwarden.action.v1.GetActingSettingsRequest;
import chatwarden.action.v1.GetActionRequest;
import chatwarden.action.v1.ListAccountsRequest;
import chatwarden.action.v1.ListAccountsResponse;
import chatwarden.action.v1.ListActionsRequest;
import chatwarden.action.v1.ListActionsResponse;
import chatwarden.action.v1.UpdateActingSettingsRequest;
import chatwarden.bridge.access.AccessControl;
import chatwarden.bridge.door.StoreCalls;
import chatwarden.domain.action.ActionRules;
import chatwarden.domain.chat.ChatIds;
import chatwarden.livechat.v1.Chat;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.limit.CommentLimits;
import chatwarden.store.account.AccountStore;
import chatwarden.store.action.ActingStores;
import chatwarden.store.action.ActionPage;
import chatwarden.store.action.DecisionRelay;
import chatwarden.store.action.StoredAction;
import chatwarden.store.comment.CommentQuery;
import chatwarden.store.comment.CommentStore;
import chatwarden.store.review.Reviewer;
import com.google.protobuf.Timestamp;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The actions on platforms, as {@code ActionService}. Answers on virtual threads. */
public final class ActionGrpcService extends ActionServiceImplBase {

  private final CommentStore comments;
  private final ActingStores stores;
  private final AccountStore accounts;
  private final ActingModes modes;
  private final StoreCalls calls;
  private final InstantSource clock;

  /** A service on the outbox and the accounts. */
  public ActionGrpcService(
      CommentStore comments,
      ActingStores stores,
      AccountStore accounts,
      StoreCalls calls,
      InstantSource clock) {
    this.comments = comments;
    this.stores = stores;
    this.accounts = accounts;
    this.modes = new ActingModes(stores, accounts);
    this.calls = calls;
    this.clock = clock;
  }

  private Chat chat(String id) {
    return comments
        .chat(ChatIds.check("chat", id))
        .orElseThrow(() -> FaultCode.NOT_FOUND.exception("CHAT_NOT_FOUND", "no chat has this id"));
  }

  @Override
  public void getActingSettings(
      GetActingSettingsRequest request, StreamObserver<ActingSettings> observer) {
    calls.answer(observer, () -> modes.of(chat(request.getChat()).getId()));
  }

  @Override
  public void updateActingSettings(
      UpdateActingSettingsRequest request, StreamObserver<ActingSettings> observer) {
    String caller = AccessControl.currentCaller();
    calls.answer(
        observer,
        () ->
            modes.update(
                request, chat(request.getChat()), new Reviewer(request.getReviewer(), caller)));
  }

  @Override
  public void createAction(CreateActionRequest request, StreamObserver<Action> observer) {
    String caller = AccessControl.currentCaller();
    calls.answer(observer, () -> create(request, new Reviewer(request.getReviewer(), caller)));
  }

  private Action create(CreateActionRequest request, Reviewer reviewer) {
    Chat chat = chat(request.getChat());
    Action action = ActionRequests.action(request, author(request), reviewer);
    ActingMode mode = stores.modes().get(chat.getId()).mode();
    if (mode == ActingMode.ACTING_OFF) {
      throw FaultCode.FAILED_PRECONDITION.exception(
          "ACTING_OFF", "the chat does not act on its platform; an administrator switches it on");
    }
    String platform = DecisionRelay.platformOf(chat);
    boolean isRehearsed = mode == ActingMode.ACTING_DRY_RUN && !ActionRules.canAct(platform);
    if (!isRehearsed && !ActionRules.has(platform, action.getKind())) {
      throw FaultCode.FAILED_PRECONDITION.exception(
          "KIND_NOT_SUPPORTED", "the platform of the chat has no " + action.getKind());
    }
    return stores.actions().add(DecisionRelay.begun(action, mode, now()));
  }

  private Optional<String> author(CreateActionRequest request) {
    if (!ActionRequests.needsStoredComment(request)) {
      return Optional.empty();
    }
    String id = CommentLimits.checkId("comment", request.getComment());
    return Optional.of(
        comments
            .get(request.getChat(), id)
            .orElseThrow(
                () ->
                    FaultCode.NOT_FOUND.exception(
                        "COMMENT_NOT_FOUND", "the chat holds no comment of this id"))
            .getComment()
            .getAuthor()
            .getId());
  }

  private Timestamp now() {
    Instant now = clock.instant();
    return Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()).build();
  }

  @Override
  public void listActions(
      ListActionsRequest request, StreamObserver<ListActionsResponse> observer) {
    calls.answer(
        observer,
        () -> {
          ActionPage page =
              stores
                  .actions()
                  .list(
                      chat(request.getChat()).getId(),
                      request.getComment(),
                      request.getPageSize(),
                      request.getPageToken());
          return ListActionsResponse.newBuilder()
              .addAllActions(page.actions())
              .setNextPageToken(page.nextPageToken())
              .build();
        });
  }

  @Override
  public void getAction(GetActionRequest request, StreamObserver<Action> observer) {
    calls.answer(observer, () -> find(request.getChat(), request.getAction()));
  }

  private Action find(String chat, String id) {
    return stores
        .actions()
        .find(ChatIds.check("chat", chat), ActionRequests.checkId("action", id))
        .map(StoredAction::action)
        .orElseThrow(
            () ->
                FaultCode.NOT_FOUND.exception(
                    "ACTION_NOT_FOUND", "the chat has no action of this id"));
  }

  @Override
  public void cancelAction(CancelActionRequest request, StreamObserver<Action> observer) {
    calls.answer(
        observer,
        () -> {
          Action action = find(request.getChat(), request.getAction());
          Action now = stores.relay().cancel(action, "CANCELLED", "a moderator cancelled it");
          if (now.getState() == ActionState.SENDING) {
            throw FaultCode.FAILED_PRECONDITION.exception(
                "ACTION_SENT", "the platform is being called for this action");
          }
          return now;
        });
  }

  @Override
  public void listAccounts(
      ListAccountsRequest request, StreamObserver<ListAccountsResponse> observer) {
    calls.answer(
        observer,
        () -> {
          int size = CommentQuery.checkPageSize(request.getPageSize());
          List<Account> rest =
              accounts.list().stream()
                  .filter(account -> account.getId().compareTo(request.getPageToken()) > 0)
                  .toList();
          List<Account> page = rest.stream().limit(size).toList();
          return ListAccountsResponse.newBuilder()
              .addAllAccounts(page)
              .setNextPageToken(page.size() < rest.size() ? page.getLast().getId() : "")
              .build();
        });
  }
}
