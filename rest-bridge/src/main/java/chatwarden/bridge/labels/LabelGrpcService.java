package chatwarden.bridge.labels;

import chatwarden.bridge.access.AccessControl;
import chatwarden.bridge.door.StoreCalls;
import chatwarden.domain.chat.ChatIds;
import chatwarden.labels.v1.ExportDecisionLabelsRequest;
import chatwarden.labels.v1.ExportDecisionLabelsResponse;
import chatwarden.labels.v1.ExportFeedbackLabelsRequest;
import chatwarden.labels.v1.ExportFeedbackLabelsResponse;
import chatwarden.labels.v1.LabelServiceGrpc.LabelServiceImplBase;
import chatwarden.store.feedback.FeedbackStore;
import chatwarden.store.pseudonym.Pseudonyms;
import chatwarden.store.review.ReviewStore;
import chatwarden.store.review.Reviewer;
import io.grpc.stub.StreamObserver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The labels, as {@code LabelService}. Answers on virtual threads. */
public final class LabelGrpcService extends LabelServiceImplBase {

  private static final Logger log = LoggerFactory.getLogger(LabelGrpcService.class);

  private final ReviewStore reviews;
  private final FeedbackStore feedback;
  private final Pseudonyms pseudonyms;
  private final StoreCalls calls;

  /** A door to the decisions and the feedback. */
  public LabelGrpcService(
      ReviewStore reviews, FeedbackStore feedback, Pseudonyms pseudonyms, StoreCalls calls) {
    this.reviews = reviews;
    this.feedback = feedback;
    this.pseudonyms = pseudonyms;
    this.calls = calls;
  }

  @Override
  public void exportDecisionLabels(
      ExportDecisionLabelsRequest request, StreamObserver<ExportDecisionLabelsResponse> observer) {
    String caller = AccessControl.currentCaller();
    calls.answer(
        observer,
        () -> {
          String chat = ChatIds.check("chat", request.getChat());
          Reviewer reviewer = new Reviewer(request.getReviewer(), caller);
          ExportDecisionLabelsResponse labels =
              DecisionLabels.of(
                  reviews.decisions(chat, request.getPageSize(), request.getPageToken()),
                  pseudonyms);
          if (request.getPageToken().isEmpty()) {
            reviews.noteExport(chat, reviewer);
          }
          return labels;
        });
  }

  @Override
  public void exportFeedbackLabels(
      ExportFeedbackLabelsRequest request, StreamObserver<ExportFeedbackLabelsResponse> observer) {
    String caller = AccessControl.currentCaller();
    calls.answer(
        observer,
        () -> {
          Reviewer reviewer = new Reviewer(request.getReviewer(), caller);
          ExportFeedbackLabelsResponse labels =
              FeedbackLabels.of(feedback.page(request.getPageSize(), request.getPageToken()));
          if (request.getPageToken().isEmpty()) {
            log.info("Exported feedback reviewer={} caller={}", reviewer.name(), caller);
          }
          return labels;
        });
  }
}
