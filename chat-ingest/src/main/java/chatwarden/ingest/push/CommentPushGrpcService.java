package chatwarden.ingest.push;

import chatwarden.ingest.source.PlatformDoor;
import chatwarden.livechat.v1.CommentPushServiceGrpc.CommentPushServiceImplBase;
import chatwarden.livechat.v1.PushCommentsRequest;
import chatwarden.livechat.v1.PushCommentsResponse;
import chatwarden.livechat.v1.StreamingPushCommentsRequest;
import chatwarden.livechat.v1.StreamingPushCommentsResponse;
import chatwarden.runtime.grpc.StatusMapper;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

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
  private static final Duration STREAM_PATIENCE = Duration.ofSeconds(5);
  private static final Duration CLAIM_PATIENCE = Duration.ofSeconds(2);

  private final PushChats chats;
  private final PushRequests requests;
  private final Set<PushStream> streams = ConcurrentHashMap.newKeySet();

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
    streams.forEach(PushStream::drain);
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
    PushStream stream =
        new PushStream(
            (ServerCallStreamObserver<StreamingPushCommentsResponse>) answers,
            request -> push(request, STREAM_PATIENCE),
            streams::remove);
    streams.add(stream);
    return stream;
  }

  private CompletionStage<PushCommentsResponse> push(
      PushCommentsRequest request, Duration patience) {
    try {
      PushRequests.Content content = requests.read(request);
      PushSource source =
          chats
              .find(request.getChat(), CLAIM_PATIENCE)
              .orElseThrow(() -> PushSource.notLive(request.getChat()));
      PushCommentsResponse response =
          PushCommentsResponse.newBuilder().setAcceptedCount(content.comments().size()).build();
      return source
          .push(content.comments(), content.events(), patience)
          .thenApply(safe -> response);
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
