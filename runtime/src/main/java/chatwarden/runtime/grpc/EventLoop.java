package chatwarden.runtime.grpc;

import io.grpc.netty.shaded.io.netty.util.concurrent.EventExecutor;
import io.grpc.netty.shaded.io.netty.util.internal.ThreadExecutorMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The way back to the event loop that a call came by, for services that run {@link
 * GrpcEndpoint.Builder#onEventLoop()}. What another thread sends to a call wakes the event loop
 * with every step, and on a busy processor each waking costs two switches of threads; sent from the
 * event loop itself, an answer costs one waking, whatever it consists of.
 */
public final class EventLoop {

  private EventLoop() {}

  /**
   * Runs tasks on the event loop that the current thread belongs to, in the order in which they are
   * given; they must not block. On a thread of no event loop, and once the event loop has ended,
   * tasks run at once on the thread that gives them.
   */
  public static Executor current() {
    @Nullable EventExecutor loop = ThreadExecutorMap.currentExecutor();
    return loop == null ? Runnable::run : task -> run(loop, task);
  }

  private static void run(EventExecutor loop, Runnable task) {
    try {
      loop.execute(task);
    } catch (RejectedExecutionException ended) {
      task.run();
    }
  }
}
