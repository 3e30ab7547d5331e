package chatwarden.runtime.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The open bidirectional streams of a service. A stream is a unary method, asked many times: every
 * request is answered by one response, in order. A few requests of a stream are under way, and none
 * are taken while its client does not read, so that gRPC's flow control holds the client back. A
 * request that fails ends the stream with its fault, after the answers before it. Safe for use by
 * many threads.
 */
public final class OrderedStreams {

  private final Set<OrderedStream<?, ?>> open = ConcurrentHashMap.newKeySet();
  private final int window;
  private volatile boolean draining;

  /** Creates it without streams; {@code window} requests of each are under way, at most. */
  public OrderedStreams(int window) {
    this.window = window;
  }

  /**
   * Opens a stream.
   *
   * @param responses where the answers go
   * @param unary answers one request; called in the order of requests, by one thread at a time
   */
  public <Q, A> StreamObserver<Q> open(
      StreamObserver<A> responses, Function<Q, CompletionStage<A>> unary) {
    OrderedStream<Q, A> stream =
        new OrderedStream<>(window, (ServerCallStreamObserver<A>) responses, unary, open::remove);
    open.add(stream);
    stream.begin();
    if (draining) {
      stream.drain();
    }
    return stream;
  }

  /** Ends every stream, as the server stopping, after the answers to the requests that it took. */
  public void drain() {
    draining = true;
    open.forEach(OrderedStream::drain);
  }
}
