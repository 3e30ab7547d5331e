package chatwarden.bridge.server;

import com.linecorp.armeria.common.ContentTooLargeException;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.HttpRequest;
import io.netty.util.concurrent.EventExecutor;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * The body of a request, counted in a {@link RequestMemory} as it arrives, chunk by chunk: what
 * Armeria offers for it sees the chunks of an aggregated body only after the last one. Delivers on
 * the event loop of the request.
 */
final class CountedBody implements Publisher<HttpObject> {

  private final HttpRequest request;
  private final EventExecutor loop;
  private final RequestMemory memory;
  private final long max;
  private final @Nullable MessageFrames frames;
  private long taken;
  private boolean over;

  /**
   * The body of {@code request}.
   *
   * @param max how long it may be
   * @param frames the messages of a stream, of which only the one under way counts
   */
  CountedBody(
      HttpRequest request,
      EventExecutor loop,
      RequestMemory memory,
      long max,
      @Nullable MessageFrames frames) {
    this.request = request;
    this.loop = loop;
    this.memory = memory;
    this.max = max;
    this.frames = frames;
  }

  @Override
  public void subscribe(Subscriber<? super HttpObject> subscriber) {
    request.subscribe(new Counting(subscriber), loop);
  }

  private synchronized void take(HttpData data) {
    if (over) {
      return;
    }
    if (taken + data.length() > max) {
      throw ContentTooLargeException.builder().maxContentLength(max).build();
    }
    memory.take(data.length());
    taken += data.length();
    if (frames != null) {
      long underWay = frames.next(data.byteBuf());
      memory.give(taken - underWay);
      taken = underWay;
    }
  }

  /** Gives back the counted bytes and stops counting. */
  synchronized void release() {
    memory.give(taken);
    taken = 0;
    over = true;
  }

  private final class Counting implements Subscriber<HttpObject> {
    private final Subscriber<? super HttpObject> next;
    private @Nullable Subscription subscription;
    private boolean failed;

    Counting(Subscriber<? super HttpObject> next) {
      this.next = next;
    }

    @Override
    public void onSubscribe(Subscription given) {
      subscription = given;
      next.onSubscribe(given);
    }

    @Override
    public void onNext(HttpObject object) {
      if (failed) {
        return;
      }
      try {
        if (object instanceof HttpData data) {
          take(data);
        }
      } catch (RuntimeException e) {
        fail(e);
        return;
      }
      next.onNext(object);
    }

    private void fail(RuntimeException fault) {
      failed = true;
      if (subscription != null) {
        subscription.cancel();
      }
      next.onError(fault);
    }

    @Override
    public void onError(Throwable fault) {
      if (!failed) {
        next.onError(fault);
      }
    }

    @Override
    public void onComplete() {
      if (!failed) {
        next.onComplete();
      }
    }
  }
}
