package chatwarden.bridge.door;

import chatwarden.comment.v1.CommentServiceGrpc.CommentServiceImplBase;
import chatwarden.comment.v1.DeleteCommentRequest;
import chatwarden.comment.v1.GetCommentRequest;
import chatwarden.comment.v1.ListCommentsRequest;
import chatwarden.comment.v1.ListCommentsResponse;
import chatwarden.domain.chat.ChatIds;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.limit.CommentLimits;
import chatwarden.store.comment.CommentPage;
import chatwarden.store.comment.CommentQuery;
import chatwarden.store.comment.CommentStore;
import chatwarden.type.v1.ModeratedComment;
import com.google.protobuf.Empty;
import io.grpc.stub.StreamObserver;

/** The stored comments, as {@code CommentService}. Answers on virtual threads. */
public final class CommentGrpcService extends CommentServiceImplBase {

  private final CommentStore comments;
  private final StoreCalls calls;

  /** A door to {@code comments}. */
  public CommentGrpcService(CommentStore comments, StoreCalls calls) {
    this.comments = comments;
    this.calls = calls;
  }

  @Override
  public void getComment(GetCommentRequest request, StreamObserver<ModeratedComment> observer) {
    calls.answer(
        observer,
        () -> {
          String chat = ChatIds.check("chat", request.getChat());
          return comments
              .get(chat, CommentLimits.checkId("id", request.getId()))
              .orElseThrow(CommentGrpcService::commentNotFound);
        });
  }

  @Override
  public void listComments(
      ListCommentsRequest request, StreamObserver<ListCommentsResponse> observer) {
    calls.answer(
        observer,
        () -> {
          CommentPage page =
              comments.list(
                  new CommentQuery(
                      ChatIds.check("chat", request.getChat()),
                      request.getPageSize(),
                      request.getPageToken(),
                      request.getFilter()));
          ListCommentsResponse.Builder response =
              ListCommentsResponse.newBuilder()
                  .addAllComments(page.comments())
                  .setNextPageToken(page.nextPageToken());
          page.searchedBackTo().ifPresent(response::setSearchedBackTo);
          return response.build();
        });
  }

  @Override
  public void deleteComment(DeleteCommentRequest request, StreamObserver<Empty> observer) {
    calls.answer(
        observer,
        () -> {
          String chat = ChatIds.check("chat", request.getChat());
          if (!comments.delete(chat, CommentLimits.checkId("id", request.getId()))) {
            throw commentNotFound();
          }
          return Empty.getDefaultInstance();
        });
  }

  private static ChatwardenException commentNotFound() {
    return FaultCode.NOT_FOUND.exception(
        "COMMENT_NOT_FOUND", "the chat holds no comment of this id");
  }
}
