package chatwarden.ingest.push;

import chatwarden.ingest.source.PlatformDoor;
import chatwarden.livechat.v1.CommentPushServiceGrpc.CommentPushServiceImplBase;
import chatwarden.livechat.v1.PushCommentsRequest;
import chatwarden.livechat.v1.PushCommentsResponse;
import chatwarden.livechat.v1.StreamingPushCommentsRequest;
import chatwarden.livechat.v1.StreamingPushCommentsResponse;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.grpc.OrderedStreams;
import chatwarden.runtime.grpc.StatusMapper;
import chatwarden.runtime.limit.CommentLimits;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * The gRPC way in for pushed comments. Answers when the broker has confirmed the comments of the
 * answer.
 *
 * <p>A unary call is refused at once when the pipeline is full. A stream has at most 16 requests
 * under way and then reads no further, so that its caller is slowed down by flow control; it is
 * refused only when there is no room for 5 s. A chat whose session is not claimed yet is waited for
 * 2 s. Runs on virtual threads, which it may block.
 */
final class CommentPushGrpcService extends CommentPushServiceImplBase implements PlatformDoor {
  /** Requests of one stream that may be under way. */
  private static final int UNDER_WAY = 16;

  private static final Duration STREAM_PATIENCE = Duration.ofSeconds(5);
  private static final Duration CLAIM_PATIENCE = Duration.ofSeconds(2);

  private final PushChats chats;
  private final PushRequests requests;
  private final OrderedStreams streams = new OrderedStreams(UNDER_WAY);

  /**
   * A door to the chats of this process.
   *
   * @param clock what comments without a time are published by
   */
  CommentPushGrpcService(PushChats chats, InstantSource clock) {
    this.chats = chats;
    this.requests = new PushRequests(clock);
  }

  @Override
  public void drain() {
    streams.drain();
  }

  @Override
  public void pushComments(
      PushCommentsRequest request, StreamObserver<PushCommentsResponse> answer) {
    push(request, Duration.ZERO)
        .whenComplete(
            (response, fault) -> {
              if (fault != null) {
                answer.onError(StatusMapper.toStatus(unwrapped(fault)));
              } else {
                answer.onNext(response);
                answer.onCompleted();
              }
            });
  }

  @Override
  public StreamObserver<StreamingPushCommentsRequest> streamingPushComments(
      StreamObserver<StreamingPushCommentsResponse> answers) {
    return streams.open(answers, this::answer);
  }

  private CompletionStage<StreamingPushCommentsResponse> answer(
      StreamingPushCommentsRequest request) {
    String id = request.getRequestId();
    String problem = CommentLimits.problemOfName(id).orElse(null);
    return problem == null
        ? push(request.getRequest(), STREAM_PATIENCE)
            .thenApply(
                response ->
                    StreamingPushCommentsResponse.newBuilder()
                        .setRequestId(id)
                        .setResponse(response)
                        .build())
        : CompletableFuture.failedFuture(InvalidInputException.of("request_id", problem));
  }

  private CompletionStage<PushCommentsResponse> push(
      PushCommentsRequest request, Duration patience) {
    try {
      PushRequests.Content content = requests.read(request);
      PushSource source =
          chats
              .find(request.getChat(), CLAIM_PATIENCE)
              .orElseThrow(() -> PushSource.notLive(request.getChat()));
      PushCommentsResponse.Builder response =
          PushCommentsResponse.newBuilder().setAcceptedCount(content.comments().size());
      return source
          .push(content.comments(), content.events(), patience)
          .thenApply(repeated -> response.setDuplicateCount(repeated).build());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CompletableFuture.failedFuture(PushSource.notLive(request.getChat()));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  static Throwable unwrapped(Throwable fault) {
    return fault instanceof CompletionException && fault.getCause() != null
        ? fault.getCause()
        : fault;
  }
}
