package chatwarden.standalone.process;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.MoreExecutors;
import java.util.concurrent.CompletableFuture;

/** The futures of gRPC's stubs as those of the JDK. */
public final class Futures {
  private Futures() {}

  /** The same future; cancelling the one that is returned cancels nothing. */
  public static <T> CompletableFuture<T> of(ListenableFuture<T> future) {
    CompletableFuture<T> result = new CompletableFuture<>();
    com.google.common.util.concurrent.Futures.addCallback(
        future,
        new FutureCallback<T>() {
          @Override
          public void onSuccess(T value) {
            result.complete(value);
          }

          @Override
          public void onFailure(Throwable fault) {
            result.completeExceptionally(fault);
          }
        },
        MoreExecutors.directExecutor());
    return result;
  }
}
