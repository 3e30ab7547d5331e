package chatwarden.bridge.review;

import chatwarden.bridge.access.AccessControl;
import chatwarden.bridge.door.StoreCalls;
import chatwarden.domain.chat.ChatIds;
import chatwarden.review.v1.ClaimReviewsRequest;
import chatwarden.review.v1.ClaimReviewsResponse;
import chatwarden.review.v1.CommentScope;
import chatwarden.review.v1.DecideCommentRequest;
import chatwarden.review.v1.DecideCommentsRequest;
import chatwarden.review.v1.DecideCommentsResponse;
import chatwarden.review.v1.DecideReviewRequest;
import chatwarden.review.v1.DecidedComment;
import chatwarden.review.v1.Decision;
import chatwarden.review.v1.GetReviewContextRequest;
import chatwarden.review.v1.GetReviewContextResponse;
import chatwarden.review.v1.GetReviewRequest;
import chatwarden.review.v1.ReleaseReviewsRequest;
import chatwarden.review.v1.Review;
import chatwarden.review.v1.ReviewOrder;
import chatwarden.review.v1.ReviewServiceGrpc.ReviewServiceImplBase;
import chatwarden.review.v1.UndoDecisionsRequest;
import chatwarden.review.v1.UndoDecisionsResponse;
import chatwarden.review.v1.UndoReviewRequest;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.limit.CommentLimits;
import chatwarden.runtime.limit.FieldRules;
import chatwarden.runtime.limit.NumberBounds;
import chatwarden.store.review.DecidedGroup;
import chatwarden.store.review.ReviewStore;
import chatwarden.store.review.Reviewer;
import chatwarden.store.review.Verdict;
import com.google.protobuf.Empty;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/** The reviews, as {@code ReviewService}. Answers on virtual threads. */
public final class ReviewGrpcService extends ReviewServiceImplBase {

  private static final int DEFAULT_COUNT =
      (int) FieldRules.defaultNumber(ClaimReviewsRequest.getDescriptor(), "count");
  private static final NumberBounds COUNTS =
      FieldRules.bounds(ClaimReviewsRequest.getDescriptor(), "count");
  private static final int MOST_RELEASED =
      FieldRules.most(ReleaseReviewsRequest.getDescriptor(), "comments");
  private static final Pattern GROUP = Pattern.compile("[a-z0-9-]{1,64}");
  private static final Duration DEFAULT_LEASE = Duration.ofMinutes(5);
  private static final Duration MIN_LEASE = Duration.ofSeconds(5);
  private static final Duration MAX_LEASE = Duration.ofHours(1);
  private static final long MAX_SECONDS = Duration.ofDays(366).toSeconds();

  private final ReviewStore reviews;
  private final StoreCalls calls;
  private final DecisionMetrics metrics;

  /** A door to {@code reviews}. */
  public ReviewGrpcService(ReviewStore reviews, StoreCalls calls, DecisionMetrics metrics) {
    this.reviews = reviews;
    this.calls = calls;
    this.metrics = metrics;
  }

  @Override
  public void claimReviews(
      ClaimReviewsRequest request, StreamObserver<ClaimReviewsResponse> observer) {
    String caller = AccessControl.currentCaller();
    calls.answer(
        observer,
        () ->
            reviews.claim(
                ChatIds.check("chat", request.getChat()),
                new Reviewer(request.getReviewer(), caller),
                count(request.getCount()),
                lease(request),
                order(request)));
  }

  private static int count(int count) {
    if (count == 0) {
      return DEFAULT_COUNT;
    }
    if (!COUNTS.contains(count)) {
      throw InvalidInputException.of(
          "count", count + " (expected: " + COUNTS + ", or 0 for the default)");
    }
    return count;
  }

  private static ReviewOrder order(ClaimReviewsRequest request) {
    return switch (request.getOrder()) {
      case REVIEW_ORDER_UNSPECIFIED, OLDEST_FIRST -> ReviewOrder.OLDEST_FIRST;
      case MOST_SEVERE_FIRST -> ReviewOrder.MOST_SEVERE_FIRST;
      case UNRECOGNIZED ->
          throw InvalidInputException.of(
              "order", request.getOrderValue() + " (expected: OLDEST_FIRST or MOST_SEVERE_FIRST)");
    };
  }

  private static Duration lease(ClaimReviewsRequest request) {
    if (!request.hasLeaseDuration()) {
      return DEFAULT_LEASE;
    }
    Duration lease = duration("lease_duration", request.getLeaseDuration());
    if (lease.compareTo(MIN_LEASE) < 0 || lease.compareTo(MAX_LEASE) > 0) {
      throw InvalidInputException.of("lease_duration", lease + " (expected: 5 s to 1 h)");
    }
    return lease;
  }

  @Override
  public void releaseReviews(ReleaseReviewsRequest request, StreamObserver<Empty> observer) {
    String caller = AccessControl.currentCaller();
    calls.answer(
        observer,
        () -> {
          if (request.getCommentsCount() > MOST_RELEASED) {
            throw InvalidInputException.of(
                "comments", "are too many (expected: at most " + MOST_RELEASED + ")");
          }
          reviews.release(
              ChatIds.check("chat", request.getChat()),
              new Reviewer(request.getReviewer(), caller),
              request.getCommentsList());
          return Empty.getDefaultInstance();
        });
  }

  @Override
  public void getReview(GetReviewRequest request, StreamObserver<Review> observer) {
    calls.answer(
        observer,
        () ->
            reviews.get(
                ChatIds.check("chat", request.getChat()),
                CommentLimits.checkId("comment", request.getComment())));
  }

  @Override
  public void getReviewContext(
      GetReviewContextRequest request, StreamObserver<GetReviewContextResponse> observer) {
    calls.answer(
        observer,
        () ->
            reviews.context(
                ChatIds.check("chat", request.getChat()),
                CommentLimits.checkId("comment", request.getComment())));
  }

  @Override
  public void decideReview(DecideReviewRequest request, StreamObserver<Review> observer) {
    String caller = AccessControl.currentCaller();
    calls.answer(
        observer,
        () -> {
          Review decided =
              reviews.decide(
                  ChatIds.check("chat", request.getChat()),
                  CommentLimits.checkId("comment", request.getComment()),
                  new Reviewer(request.getReviewer(), caller),
                  new Verdict(
                      request.getDecision(),
                      request.getNote(),
                      request.hasAuthorTimeout() ? timeout(request.getAuthorTimeout()) : null));
          metrics.decided(request.getDecision());
          return decided;
        });
  }

  @Override
  public void decideComment(DecideCommentRequest request, StreamObserver<Review> observer) {
    String caller = AccessControl.currentCaller();
    calls.answer(
        observer,
        () -> {
          Review decided =
              reviews.decideAny(
                  ChatIds.check("chat", request.getChat()),
                  CommentLimits.checkId("comment", request.getComment()),
                  new Reviewer(request.getReviewer(), caller),
                  new Verdict(
                      request.getDecision(),
                      request.getNote(),
                      request.hasAuthorTimeout() ? timeout(request.getAuthorTimeout()) : null),
                  replaced(request));
          metrics.decided(request.getDecision());
          return decided;
        });
  }

  @Override
  public void decideComments(
      DecideCommentsRequest request, StreamObserver<DecideCommentsResponse> observer) {
    String caller = AccessControl.currentCaller();
    calls.answer(
        observer,
        () -> {
          DecidedGroup decided =
              reviews.decideMany(
                  ChatIds.check("chat", request.getChat()),
                  CommentLimits.checkId("comment", request.getComment()),
                  scope(request),
                  new Reviewer(request.getReviewer(), caller),
                  new Verdict(
                      request.getDecision(),
                      request.getNote(),
                      request.hasAuthorTimeout() ? timeout(request.getAuthorTimeout()) : null),
                  request.getGroup().isEmpty()
                      ? UUID.randomUUID().toString()
                      : group(request.getGroup()));
          decided.decided().forEach(comment -> metrics.decided(comment.getDecision()));
          return DecideCommentsResponse.newBuilder()
              .setGroup(decided.group())
              .addAllDecided(decided.decided())
              .setKeptCount(decided.kept())
              .setMore(decided.more())
              .build();
        });
  }

  private static CommentScope scope(DecideCommentsRequest request) {
    return switch (request.getScope()) {
      case SAME_AUTHOR, SAME_TEXT -> request.getScope();
      case COMMENT_SCOPE_UNSPECIFIED, UNRECOGNIZED ->
          throw InvalidInputException.of(
              "scope", "is missing or not known (expected: SAME_AUTHOR or SAME_TEXT)");
    };
  }

  private static String group(String id) {
    if (!GROUP.matcher(id).matches()) {
      throw InvalidInputException.of(
          "group", "not an id (expected: 1 to 64 lower-case letters, digits and dashes)");
    }
    return id;
  }

  @Override
  public void undoDecisions(
      UndoDecisionsRequest request, StreamObserver<UndoDecisionsResponse> observer) {
    String caller = AccessControl.currentCaller();
    calls.answer(
        observer,
        () -> {
          List<DecidedComment> undone =
              reviews.undoMany(
                  ChatIds.check("chat", request.getChat()),
                  group(request.getGroup()),
                  new Reviewer(request.getReviewer(), caller));
          undone.forEach(comment -> metrics.undone());
          return UndoDecisionsResponse.newBuilder().addAllUndone(undone).build();
        });
  }

  private static Decision replaced(DecideCommentRequest request) {
    Decision replaced = request.getReplacedDecision();
    if (replaced == Decision.UNRECOGNIZED) {
      throw InvalidInputException.of(
          "replaced_decision",
          request.getReplacedDecisionValue() + " (expected: ALLOW, HIDE, TIME_OUT, BAN or none)");
    }
    return replaced;
  }

  private static Duration timeout(com.google.protobuf.Duration given) {
    return duration("author_timeout", given);
  }

  @Override
  public void undoReview(UndoReviewRequest request, StreamObserver<Review> observer) {
    String caller = AccessControl.currentCaller();
    calls.answer(
        observer,
        () -> {
          Review undone =
              reviews.undo(
                  ChatIds.check("chat", request.getChat()),
                  CommentLimits.checkId("comment", request.getComment()),
                  new Reviewer(request.getReviewer(), caller));
          metrics.undone();
          return undone;
        });
  }

  private static Duration duration(String field, com.google.protobuf.Duration value) {
    // Within the longest that is taken anywhere, so that it cannot overflow.
    if (Math.abs(value.getSeconds()) > MAX_SECONDS || Math.abs(value.getNanos()) >= 1_000_000_000) {
      throw InvalidInputException.of(field, "is out of range");
    }
    return Duration.ofSeconds(value.getSeconds(), value.getNanos());
  }
}
