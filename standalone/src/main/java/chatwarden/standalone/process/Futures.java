package chatwarden.standalone.process;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.MoreExecutors;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** The futures of gRPC's stubs as those of the JDK. */
public final class Futures {
  private Futures() {}

  /** The same future; cancelling the one that is returned cancels nothing. */
  public static <T> CompletableFuture<T> of(ListenableFuture<T> future) {
    CompletableFuture<T> result = new CompletableFuture<>();
    future.addListener(() -> pass(future, result), MoreExecutors.directExecutor());
    return result;
  }

  private static <T> void pass(ListenableFuture<T> done, CompletableFuture<T> result) {
    try {
      result.complete(com.google.common.util.concurrent.Futures.getDone(done));
    } catch (ExecutionException e) {
      result.completeExceptionally(e.getCause() == null ? e : e.getCause());
    }
  }
}
