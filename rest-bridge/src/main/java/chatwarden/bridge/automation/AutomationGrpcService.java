package chatwarden.bridge.automation;

import chatwarden.automation.v1.AuditAutomaticActionRequest;
import chatwarden.automation.v1.AutomaticAction;
import chatwarden.automation.v1.Automation;
import chatwarden.automation.v1.AutomationRule;
import chatwarden.automation.v1.AutomationServiceGrpc.AutomationServiceImplBase;
import chatwarden.automation.v1.AutomationStop;
import chatwarden.automation.v1.AutomationVerdict;
import chatwarden.automation.v1.GetAutomationAuditsRequest;
import chatwarden.automation.v1.GetAutomationAuditsResponse;
import chatwarden.automation.v1.GetAutomationRequest;
import chatwarden.automation.v1.GetAutomationStopRequest;
import chatwarden.automation.v1.ListAutomaticActionsRequest;
import chatwarden.automation.v1.ListAutomaticActionsResponse;
import chatwarden.automation.v1.UndoAutomaticActionRequest;
import chatwarden.automation.v1.UpdateAutomationRequest;
import chatwarden.automation.v1.UpdateAutomationStopRequest;
import chatwarden.bridge.access.AccessControl;
import chatwarden.bridge.door.StoreCalls;
import chatwarden.domain.automation.AutomationCheck;
import chatwarden.domain.automation.AutomationPolicy;
import chatwarden.domain.automation.EffectRules;
import chatwarden.domain.chat.ChatIds;
import chatwarden.livechat.v1.Chat;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.limit.CommentLimits;
import chatwarden.store.action.DecisionRelay;
import chatwarden.store.automation.AutomaticActionPage;
import chatwarden.store.automation.AutomationStores;
import chatwarden.store.comment.CommentStore;
import chatwarden.store.review.Reviewer;
import io.grpc.stub.StreamObserver;

/** The automation of chats, as {@code AutomationService}. Answers on virtual threads. */
public final class AutomationGrpcService extends AutomationServiceImplBase {

  private final CommentStore comments;
  private final AutomationStores stores;
  private final StoreCalls calls;

  /** A service on the stores of automation. */
  public AutomationGrpcService(CommentStore comments, AutomationStores stores, StoreCalls calls) {
    this.comments = comments;
    this.stores = stores;
    this.calls = calls;
  }

  private Chat chat(String id) {
    return comments
        .chat(ChatIds.check("chat", id))
        .orElseThrow(() -> FaultCode.NOT_FOUND.exception("CHAT_NOT_FOUND", "no chat has this id"));
  }

  @Override
  public void getAutomation(GetAutomationRequest request, StreamObserver<Automation> observer) {
    calls.answer(observer, () -> automation(chat(request.getChat())));
  }

  private Automation automation(Chat chat) {
    Automation automation = stores.automations().get(chat.getId()).automation();
    return automation.toBuilder()
        .addAllBands(stores.actions().bands(automation))
        .setStopped(stores.automations().stop().getStopped())
        .build();
  }

  @Override
  public void updateAutomation(
      UpdateAutomationRequest request, StreamObserver<Automation> observer) {
    String caller = AccessControl.currentCaller();
    calls.answer(observer, () -> update(request, new Reviewer(request.getReviewer(), caller)));
  }

  private Automation update(UpdateAutomationRequest request, Reviewer reviewer) {
    Chat chat = chat(request.getChat());
    Automation automation =
        AutomationCheck.withDefaults(request.getAutomation()).toBuilder()
            .setEtag(request.getAutomation().getEtag())
            .build();
    AutomationCheck.check(automation);
    EffectRules.require(automation, DecisionRelay.platformOf(chat), request.getConfirmDeletions());
    stores.automations().set(chat.getId(), automation, reviewer);
    return automation(chat);
  }

  @Override
  public void listAutomaticActions(
      ListAutomaticActionsRequest request, StreamObserver<ListAutomaticActionsResponse> observer) {
    calls.answer(
        observer,
        () -> {
          AutomaticActionPage page =
              stores
                  .actions()
                  .list(
                      chat(request.getChat()).getId(),
                      request.getPageSize(),
                      request.getPageToken());
          return ListAutomaticActionsResponse.newBuilder()
              .addAllAutomaticActions(page.actions())
              .setNextPageToken(page.nextPageToken())
              .build();
        });
  }

  @Override
  public void getAutomationAudits(
      GetAutomationAuditsRequest request, StreamObserver<GetAutomationAuditsResponse> observer) {
    calls.answer(observer, () -> audits(chat(request.getChat()).getId()));
  }

  private GetAutomationAuditsResponse audits(String chat) {
    Automation automation = stores.automations().get(chat).automation();
    AutomationPolicy policy = new AutomationPolicy(automation);
    GetAutomationAuditsResponse.Builder audits = GetAutomationAuditsResponse.newBuilder();
    for (AutomationRule rule : automation.getRulesList()) {
      for (String model : stores.actions().models(chat)) {
        audits.addAllAutomaticActions(stores.actions().toAudit(chat, policy.band(rule, model)));
      }
    }
    return audits.build();
  }

  @Override
  public void auditAutomaticAction(
      AuditAutomaticActionRequest request, StreamObserver<AutomaticAction> observer) {
    String caller = AccessControl.currentCaller();
    calls.answer(observer, () -> audit(request, new Reviewer(request.getReviewer(), caller)));
  }

  private AutomaticAction audit(AuditAutomaticActionRequest request, Reviewer reviewer) {
    String chat = chat(request.getChat()).getId();
    String comment = CommentLimits.checkId("comment", request.getComment());
    AutomationVerdict verdict = request.getVerdict();
    if (verdict != AutomationVerdict.DESERVED && verdict != AutomationVerdict.FOUND_CLEAN) {
      throw InvalidInputException.of(
          "verdict", "is missing or not known (expected: DESERVED or FOUND_CLEAN)");
    }
    boolean isAudited =
        stores
            .actions()
            .find(chat, comment)
            .filter(action -> stores.actions().audit(action, verdict, reviewer))
            .isPresent();
    return stores
        .actions()
        .find(chat, comment)
        .filter(action -> isAudited)
        .orElseThrow(
            () ->
                FaultCode.NOT_FOUND.exception(
                    "NOT_DRAWN",
                    "the comment is not one to audit next; GET /v1/chats/{chat}/automationAudits"
                        + " lists these"));
  }

  @Override
  public void undoAutomaticAction(
      UndoAutomaticActionRequest request, StreamObserver<AutomaticAction> observer) {
    String caller = AccessControl.currentCaller();
    calls.answer(
        observer,
        () ->
            stores
                .outbox()
                .undo(
                    chat(request.getChat()).getId(),
                    CommentLimits.checkId("comment", request.getComment()),
                    new Reviewer(request.getReviewer(), caller)));
  }

  @Override
  public void getAutomationStop(
      GetAutomationStopRequest request, StreamObserver<AutomationStop> observer) {
    calls.answer(observer, () -> stores.automations().stop());
  }

  @Override
  public void updateAutomationStop(
      UpdateAutomationStopRequest request, StreamObserver<AutomationStop> observer) {
    String caller = AccessControl.currentCaller();
    calls.answer(
        observer,
        () -> {
          Reviewer reviewer = new Reviewer(request.getReviewer(), caller);
          stores.automations().setStop(request.getStopped(), reviewer);
          return stores.automations().stop();
        });
  }
}
