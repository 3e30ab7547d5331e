package chatwarden.serving.door;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.grpc.StatusMapper;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A client of a stream that keeps the answers, and reads on demand.
 *
 * @param <R> the kept part of an answer
 */
final class StreamClient<Q, A, R> implements ClientResponseObserver<Q, A> {

  final List<R> answers = Collections.synchronizedList(new ArrayList<>());
  final CompletableFuture<@Nullable ChatwardenException> end = new CompletableFuture<>();
  private final boolean reads;
  private final Function<A, R> kept;
  private @Nullable ClientCallStreamObserver<Q> call;

  StreamClient(boolean reads, Function<A, R> kept) {
    this.reads = reads;
    this.kept = kept;
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<Q> stream) {
    call = stream;
    if (!reads) {
      stream.disableAutoRequestWithInitial(0);
    }
  }

  ClientCallStreamObserver<Q> call() {
    return Objects.requireNonNull(call);
  }

  @Override
  public void onNext(A response) {
    answers.add(kept.apply(response));
  }

  @Override
  public void onError(Throwable fault) {
    end.complete(StatusMapper.fromStatus((StatusRuntimeException) fault));
  }

  @Override
  public void onCompleted() {
    end.complete(null);
  }
}
