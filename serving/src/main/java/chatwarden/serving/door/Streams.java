package chatwarden.serving.door;

import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.grpc.StatusMapper;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The open streams of a service.
 *
 * <p>A bidirectional stream is the unary method, asked many times: every request is answered by one
 * response, in order. At most {@value OrderedStream#WINDOW} requests of a stream are under way, and
 * none are taken while its client does not read, so that gRPC's flow control holds the client back.
 * A request that fails ends the stream with its fault, after the answers before it. A server stream
 * answers the texts of one call as they are decided, see {@link #answer}.
 */
public final class Streams {

  private final Set<OrderedStream<?, ?>> open = ConcurrentHashMap.newKeySet();
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
    OrderedStream<Q, A> stream =
        new OrderedStream<>((ServerCallStreamObserver<A>) responses, unary, open::remove);
    open.add(stream);
    stream.begin();
    if (draining) {
      stream.drain();
    }
    return stream;
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
      TextLimits.check(call, TextLimits.MAX_STREAMED_TEXTS);
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
    open.forEach(OrderedStream::drain);
    answering.forEach(DecidedStream::drain);
  }
}
