package chatwarden.runtime.grpc;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts the calls under way to the services of an endpoint, so that a drain can wait for them; not
 * those to health and reflection, whose streams last as long as their clients like.
 */
final class CallsUnderWay implements ServerInterceptor {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition none = lock.newCondition();
  private int count;

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    add(1);
    AtomicBoolean over = new AtomicBoolean();
    Runnable end =
        () -> {
          if (over.compareAndSet(false, true)) {
            add(-1);
          }
        };
    try {
      return new Ending<>(next.startCall(call, headers), end);
    } catch (RuntimeException | Error e) {
      end.run();
      throw e;
    }
  }

  int count() {
    lock.lock();
    try {
      return count;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until no call is under way; false when the time is over before. */
  boolean awaitNone(Duration timeout) throws InterruptedException {
    long left = timeout.toNanos();
    lock.lockInterruptibly();
    try {
      while (count > 0 && left > 0) {
        left = none.awaitNanos(left);
      }
      return count == 0;
    } finally {
      lock.unlock();
    }
  }

  private void add(int difference) {
    lock.lock();
    try {
      count += difference;
      if (count == 0) {
        none.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** gRPC reports every call's end exactly once, as complete or as cancelled. */
  private static final class Ending<Q> extends SimpleForwardingServerCallListener<Q> {

    private final Runnable end;

    Ending(ServerCall.Listener<Q> delegate, Runnable end) {
      super(delegate);
      this.end = end;
    }

    @Override
    public void onComplete() {
      try {
        super.onComplete();
      } finally {
        end.run();
      }
    }

    @Override
    public void onCancel() {
      try {
        super.onCancel();
      } finally {
        end.run();
      }
    }
  }
}
