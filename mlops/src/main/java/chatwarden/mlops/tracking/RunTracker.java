package chatwarden.mlops.tracking;

import static java.util.Objects.requireNonNull;

import chatwarden.mlops.journal.RunJournal;
import chatwarden.mlops.run.RunContext;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultWords;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Repeats the journal of a training at a server while the training goes on, on a thread of its own.
 * Events that come during an upload are sent with the next one. A server that is away costs the
 * training nothing: its absence is reported once, and the events are sent when it is back, or by
 * {@code chatwarden tracking sync}.
 */
public final class RunTracker implements RunContext.Observer, AutoCloseable {

  private static final String REMEDY = " (remedy: chatwarden tracking sync sends it later)";

  private final RunUpload upload;
  private final Consumer<String> progress;
  private final Thread thread;
  private @Nullable RunJournal waiting;
  private boolean closed;
  private boolean reported;

  private RunTracker(RunUpload upload, Consumer<String> progress) {
    this.upload = requireNonNull(upload, "upload");
    this.progress = requireNonNull(progress, "progress");
    this.thread = Thread.ofVirtual().name("run-tracker").unstarted(this::work);
  }

  /**
   * Starts a tracker.
   *
   * @param progress takes a line for each problem, on the tracker's thread
   */
  public static RunTracker start(RunUpload upload, Consumer<String> progress) {
    RunTracker tracker = new RunTracker(upload, progress);
    tracker.thread.start();
    return tracker;
  }

  @Override
  public synchronized void appended(RunJournal journal) {
    waiting = journal;
    notifyAll();
  }

  /** Waits until all events were sent, or could not be. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    for (Optional<RunJournal> next = next(); next.isPresent(); next = next()) {
      send(next.get());
    }
  }

  private synchronized Optional<RunJournal> next() {
    while (waiting == null && !closed) {
      try {
        wait();
      } catch (InterruptedException e) {
        return Optional.empty();
      }
    }
    Optional<RunJournal> next = Optional.ofNullable(waiting);
    waiting = null;
    return next;
  }

  private void send(RunJournal journal) {
    try {
      upload.repeat(journal);
      reported = false;
    } catch (ChatwardenException e) {
      report(e.getMessage());
    } catch (IOException | RuntimeException e) {
      report(FaultWords.of(e));
    }
  }

  private void report(String problem) {
    if (!reported) {
      reported = true;
      progress.accept("not tracked: " + problem + REMEDY);
    }
  }
}
