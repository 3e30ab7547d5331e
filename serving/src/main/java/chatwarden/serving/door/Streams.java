package chatwarden.serving.door;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The open streams of a service whose streaming methods are its unary ones, asked many times.
 *
 * <p>Every request is answered by one response, in order. At most {@value OrderedStream#WINDOW}
 * requests of a stream are under way, and none are taken while its client does not read, so that
 * gRPC's flow control holds the client back. A request that fails ends the stream with its fault,
 * behind the answers before it.
 */
public final class Streams {

  private final Set<OrderedStream<?, ?>> open = ConcurrentHashMap.newKeySet();
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

  /** Ends every stream, as the server stopping, behind the answers to what it has taken. */
  public void drain() {
    draining = true;
    open.forEach(OrderedStream::drain);
  }
}
