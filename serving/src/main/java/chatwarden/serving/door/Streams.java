package chatwarden.serving.door;

import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.grpc.OrderedStreams;
import chatwarden.runtime.grpc.StatusMapper;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The open streams of a service: bidirectional ones, see {@link OrderedStreams}, and server
 * streams, which answer the texts of one call as they are decided, see {@link #answer}.
 */
public final class Streams {

  /** Requests of one stream that may be under way. */
  static final int WINDOW = 4;

  private final OrderedStreams ordered = new OrderedStreams(WINDOW);
  private final Set<DecidedStream<?, ?>> answering = ConcurrentHashMap.newKeySet();
  private volatile boolean draining;

  /**
   * Opens a stream.
   *
   * @param responses where the answers go
   * @param unary answers one request; made anew for every stream, called in the order of requests
   */
  public <Q, A> StreamObserver<Q> open(
      StreamObserver<A> responses, Function<Q, CompletionStage<A>> unary) {
    return ordered.open(responses, unary);
  }

  /**
   * Answers the texts of a call one by one, as they are decided, in no order: each with its place
   * in the call. What {@link InferenceService#ask} would answer at once goes through it in parts.
   *
   * @param responses where the answers go; a call that is refused gets its fault alone
   * @param answers asks about the parts, and makes the responses
   */
  public <R, A> void answer(
      StreamObserver<A> responses, TextCall call, DecidedAnswers<R, A> answers) {
    try {
      TextLimits.check(call, answers.maxTexts());
    } catch (InvalidInputException e) {
      responses.onError(StatusMapper.toStatus(e));
      return;
    }
    DecidedStream<R, A> stream =
        new DecidedStream<>(
            (ServerCallStreamObserver<A>) responses, call, answers, answering::remove);
    answering.add(stream);
    stream.begin();
    if (draining) {
      stream.drain();
    }
  }

  /** Ends every stream, as the server stopping, after the answers to the requests that it took. */
  public void drain() {
    draining = true;
    ordered.drain();
    answering.forEach(DecidedStream::drain);
  }
}
