package chatwarden.mlops.study;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The lock by which workers take turns at a journal, as Optuna's {@code JournalFileSymlinkLock} has
 * it: a symbolic link {@code <journal>.lock} to the absolute path of the journal. It excludes
 * threads and processes, on network file systems too.
 *
 * <p>A lock is stale when for 30 seconds neither the link was made anew nor the journal written,
 * and is then removed: its worker was killed. The target must be absolute, as Optuna waits for ever
 * at a link that leads nowhere.
 */
final class JournalLock {
  private static final Duration STALE = Duration.ofSeconds(30);
  private static final Duration LONGEST_WAIT = Duration.ofMillis(20);

  private final Path journal;
  private final Path link;
  private final LongSupplier nanoTime;

  /**
   * A lock of a journal.
   *
   * @param nanoTime the time that passes, in nanoseconds, as {@link System#nanoTime}
   */
  JournalLock(Path journal, LongSupplier nanoTime) {
    this.journal = journal.toAbsolutePath().normalize();
    this.link = this.journal.resolveSibling(this.journal.getFileName() + ".lock");
    this.nanoTime = nanoTime;
  }

  /** Takes the lock, waiting while another has it. */
  Held acquire() throws IOException {
    long wait = 1;
    Seen last = null;
    long since = nanoTime.getAsLong();
    while (true) {
      try {
        Files.createSymbolicLink(link, journal);
        return new Held(identity());
      } catch (FileAlreadyExistsException e) {
        Seen now = new Seen(identity(), modified());
        if (!now.equals(last)) {
          last = now;
          since = nanoTime.getAsLong();
        } else if (nanoTime.getAsLong() - since > STALE.toNanos()) {
          remove();
        }
        sleep(wait);
        wait = Math.min(2 * wait, LONGEST_WAIT.toMillis());
      }
    }
  }

  /** A lock that this worker has. */
  final class Held implements AutoCloseable {
    private final @Nullable Identity own;

    private Held(@Nullable Identity own) {
      this.own = own;
    }

    /** Gives the lock back, unless it was stale for another worker, who then has it. */
    @Override
    public void close() throws IOException {
      if (Objects.equals(own, identity())) {
        remove();
      }
    }
  }

  /** Which link it is: a later one of the same name has another time or place. */
  private record Identity(@Nullable Object key, FileTime made) {}

  private record Seen(@Nullable Identity link, @Nullable FileTime journal) {}

  private @Nullable Identity identity() throws IOException {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(link, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return new Identity(attributes.fileKey(), attributes.lastModifiedTime());
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private @Nullable FileTime modified() throws IOException {
    try {
      return Files.getLastModifiedTime(journal);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** Renames the link before it deletes it, so that of two removers one finds nothing. */
  private void remove() throws IOException {
    Path renamed =
        link.resolveSibling(link.getFileName() + UUID.randomUUID().toString() + ".rename");
    try {
      Files.move(link, renamed);
      Files.delete(renamed);
    } catch (NoSuchFileException e) {
      // Another worker removed it.
    }
  }

  private static void sleep(long millis) throws IOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the journal's lock");
    }
  }
}
