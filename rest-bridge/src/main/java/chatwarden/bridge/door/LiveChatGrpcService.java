package chatwarden.bridge.door;

import chatwarden.bridge.access.AccessControl;
import chatwarden.bridge.watch.WatchStreams;
import chatwarden.domain.access.ChatScope;
import chatwarden.domain.chat.ChatIds;
import chatwarden.livechat.v1.DeleteChatRequest;
import chatwarden.livechat.v1.ListChatsRequest;
import chatwarden.livechat.v1.ListChatsResponse;
import chatwarden.livechat.v1.ListDeletedChatsRequest;
import chatwarden.livechat.v1.ListDeletedChatsResponse;
import chatwarden.livechat.v1.ListSessionsRequest;
import chatwarden.livechat.v1.ListSessionsResponse;
import chatwarden.livechat.v1.LiveChatServiceGrpc.LiveChatServiceImplBase;
import chatwarden.livechat.v1.Session;
import chatwarden.livechat.v1.StartSessionRequest;
import chatwarden.livechat.v1.StopSessionRequest;
import chatwarden.livechat.v1.WatchCommentsRequest;
import chatwarden.livechat.v1.WatchCommentsResponse;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.store.comment.ChatPage;
import chatwarden.store.comment.CommentStore;
import chatwarden.store.deletion.ChatDeletion;
import chatwarden.store.deletion.DeletedChatPage;
import chatwarden.store.review.Reviewer;
import chatwarden.store.session.SessionPage;
import chatwarden.store.session.SessionStore;
import com.google.protobuf.Empty;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/**
 * Sessions, chats and what happens in them, as {@code LiveChatService}. Answers on virtual threads.
 */
public final class LiveChatGrpcService extends LiveChatServiceImplBase {

  private final SessionStore sessions;
  private final CommentStore comments;
  private final ChatDeletion deletions;
  private final StoreCalls calls;
  private final WatchStreams watches;

  /** A door to {@code sessions}, to the chats of {@code comments} and to {@code watches}. */
  public LiveChatGrpcService(
      SessionStore sessions,
      CommentStore comments,
      ChatDeletion deletions,
      StoreCalls calls,
      WatchStreams watches) {
    this.sessions = sessions;
    this.comments = comments;
    this.deletions = deletions;
    this.calls = calls;
    this.watches = watches;
  }

  @Override
  public void startSession(StartSessionRequest request, StreamObserver<Session> observer) {
    calls.answer(
        observer, () -> sessions.create(SessionRequestValidator.check(request.getSession())));
  }

  @Override
  public void stopSession(StopSessionRequest request, StreamObserver<Session> observer) {
    calls.answer(
        observer,
        () -> {
          if (request.getId().isEmpty()) {
            throw InvalidInputException.of("id", "is missing");
          }
          return sessions.requestStop(request.getId());
        });
  }

  @Override
  public void listSessions(
      ListSessionsRequest request, StreamObserver<ListSessionsResponse> observer) {
    ChatScope scope = AccessControl.currentChats();
    calls.answer(
        observer,
        () -> {
          SessionPage page = sessions.list(request.getPageSize(), request.getPageToken());
          return ListSessionsResponse.newBuilder()
              .addAllSessions(
                  page.sessions().stream().filter(it -> scope.covers(it.getChat())).toList())
              .setNextPageToken(page.nextPageToken())
              .build();
        });
  }

  @Override
  public void listChats(ListChatsRequest request, StreamObserver<ListChatsResponse> observer) {
    ChatScope scope = AccessControl.currentChats();
    calls.answer(
        observer,
        () -> {
          ChatPage page = comments.chats(request.getPageSize(), request.getPageToken());
          return ListChatsResponse.newBuilder()
              .addAllChats(page.chats().stream().filter(it -> scope.covers(it.getId())).toList())
              .setNextPageToken(page.nextPageToken())
              .build();
        });
  }

  @Override
  public void deleteChat(DeleteChatRequest request, StreamObserver<Empty> observer) {
    String caller = AccessControl.currentCaller();
    calls.answer(
        observer,
        () -> {
          String chat = ChatIds.check("chat", request.getChat());
          deletions.delete(chat, new Reviewer(request.getReviewer(), caller));
          return Empty.getDefaultInstance();
        });
  }

  @Override
  public void listDeletedChats(
      ListDeletedChatsRequest request, StreamObserver<ListDeletedChatsResponse> observer) {
    calls.answer(
        observer,
        () -> {
          DeletedChatPage page = deletions.list(request.getPageSize(), request.getPageToken());
          return ListDeletedChatsResponse.newBuilder()
              .addAllChats(page.chats())
              .setNextPageToken(page.nextPageToken())
              .build();
        });
  }

  @Override
  public void watchComments(
      WatchCommentsRequest request, StreamObserver<WatchCommentsResponse> observer) {
    watches.stream(request, (ServerCallStreamObserver<WatchCommentsResponse>) observer);
  }
}
