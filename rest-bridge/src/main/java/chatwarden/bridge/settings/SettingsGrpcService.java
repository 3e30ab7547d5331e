package chatwarden.bridge.settings;

import chatwarden.bridge.access.AccessControl;
import chatwarden.bridge.door.StoreCalls;
import chatwarden.domain.chat.ChatIds;
import chatwarden.domain.policy.SettingsCheck;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.settings.v1.ChatSettings;
import chatwarden.settings.v1.ChatSettingsServiceGrpc.ChatSettingsServiceImplBase;
import chatwarden.settings.v1.GetChatSettingsRequest;
import chatwarden.settings.v1.UpdateChatSettingsRequest;
import chatwarden.store.review.Reviewer;
import chatwarden.store.settings.SettingsChange;
import chatwarden.store.settings.SettingsStore;
import io.grpc.stub.StreamObserver;
import java.util.Optional;

/** The settings, as {@code ChatSettingsService}. Answers on virtual threads. */
public final class SettingsGrpcService extends ChatSettingsServiceImplBase {

  /** Changes of others that came in between do not matter to one without an etag. */
  private static final int ATTEMPTS = 5;

  private final SettingsStore settings;
  private final StoreCalls calls;

  /** A door to {@code settings}. */
  public SettingsGrpcService(SettingsStore settings, StoreCalls calls) {
    this.settings = settings;
    this.calls = calls;
  }

  @Override
  public void getChatSettings(
      GetChatSettingsRequest request, StreamObserver<ChatSettings> observer) {
    calls.answer(observer, () -> settings.get(ChatIds.check("chat", request.getChat())));
  }

  @Override
  public void updateChatSettings(
      UpdateChatSettingsRequest request, StreamObserver<ChatSettings> observer) {
    String caller = AccessControl.currentCaller();
    calls.answer(
        observer,
        () -> {
          String chat = ChatIds.check("chat", request.getChat());
          Reviewer reviewer = new Reviewer(request.getReviewer(), caller);
          SettingsEdit edit = SettingsEdit.of(request);
          for (int attempt = 1; ; attempt++) {
            try {
              return update(chat, edit, reviewer);
            } catch (ChatwardenException e) {
              FaultCode.FAILED_PRECONDITION.orThrow(e);
              if (edit.namesEtag() || attempt == ATTEMPTS) {
                throw e;
              }
            }
          }
        });
  }

  private ChatSettings update(String chat, SettingsEdit edit, Reviewer reviewer) {
    ChatSettings before = settings.get(chat);
    Optional<SettingsChange> change = edit.applyTo(before);
    if (change.isEmpty()) {
      return before;
    }
    SettingsCheck.check(change.get().after());
    return settings.update(change.get(), reviewer);
  }
}
