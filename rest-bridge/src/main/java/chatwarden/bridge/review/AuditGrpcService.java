package chatwarden.bridge.review;

import chatwarden.bridge.door.StoreCalls;
import chatwarden.domain.chat.ChatIds;
import chatwarden.review.v1.AuditServiceGrpc.AuditServiceImplBase;
import chatwarden.review.v1.ListAuditEntriesRequest;
import chatwarden.review.v1.ListAuditEntriesResponse;
import chatwarden.store.review.AuditPage;
import chatwarden.store.review.ReviewStore;
import io.grpc.stub.StreamObserver;

/** The audit log, as {@code AuditService}. Answers on virtual threads. */
public final class AuditGrpcService extends AuditServiceImplBase {

  private final ReviewStore reviews;
  private final StoreCalls calls;

  /** A door to the log of {@code reviews}. */
  public AuditGrpcService(ReviewStore reviews, StoreCalls calls) {
    this.reviews = reviews;
    this.calls = calls;
  }

  @Override
  public void listAuditEntries(
      ListAuditEntriesRequest request, StreamObserver<ListAuditEntriesResponse> observer) {
    calls.answer(
        observer,
        () -> {
          AuditPage page =
              reviews.audit(
                  ChatIds.check("chat", request.getChat()),
                  request.getPageSize(),
                  request.getPageToken());
          return ListAuditEntriesResponse.newBuilder()
              .addAllEntries(page.entries())
              .setNextPageToken(page.nextPageToken())
              .build();
        });
  }
}
