package chatwarden.runtime.lifecycle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;

/**
 * Parts that do not depend on each other; each starts, drains and closes on a platform thread of
 * its own. On virtual threads, those that initialise classes and load native libraries would hold
 * their carriers, of which there may be two, while they wait for one another.
 */
final class PartGroup implements ServicePart {

  private static final ThreadFactory THREADS =
      Thread.ofPlatform().daemon().name("part-", 0).factory();

  private final String name;
  private final List<ServicePart> parts;
  private final List<ServicePart> started = Collections.synchronizedList(new ArrayList<>());

  PartGroup(String name, List<? extends ServicePart> parts) {
    this.name = name;
    this.parts = List.copyOf(parts);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void start() throws Exception {
    try {
      each(
          parts,
          part -> {
            part.start();
            started.add(part);
          });
    } catch (Exception e) {
      boolean interrupted = Thread.interrupted(); // What closes is not to be interrupted too.
      try {
        close();
      } catch (Exception suppressed) {
        e.addSuppressed(suppressed);
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
      throw e;
    }
  }

  @Override
  public void drain(Duration timeout) throws Exception {
    each(List.copyOf(started), part -> part.drain(timeout));
  }

  @Override
  public void close() throws Exception {
    List<ServicePart> toClose = List.copyOf(started);
    started.clear();
    each(toClose, ServicePart::close);
  }

  private interface Action {
    void on(ServicePart part) throws Exception;
  }

  /** Waits for all, then throws what failed first in the order of the parts. */
  private static void each(List<ServicePart> parts, Action action) throws Exception {
    try (ExecutorService threads = Executors.newThreadPerTaskExecutor(THREADS)) {
      List<Future<?>> running = new ArrayList<>();
      for (ServicePart part : parts) {
        running.add(
            threads.submit(
                () -> {
                  action.on(part);
                  return null;
                }));
      }
      Faults faults = new Faults();
      running.forEach(future -> faults.guard(() -> await(future)));
      if (Thread.currentThread().isInterrupted()) {
        threads.shutdownNow();
      }
      faults.throwFirst();
    }
  }

  private static void await(Future<?> future) throws Exception {
    try {
      future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }
}
