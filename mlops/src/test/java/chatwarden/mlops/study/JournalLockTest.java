package chatwarden.mlops.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class JournalLockTest {
  @TempDir Path folder;
  private final AtomicLong now = new AtomicLong();
  private Path journal;
  private Path link;

  @BeforeEach
  void writeJournal() throws IOException {
    journal = Files.writeString(folder.resolve("a.journal"), "");
    link = folder.resolve("a.journal.lock");
  }

  @Test
  void isALinkToTheAbsoluteJournalWhileHeldAndNothingAfterwards() throws IOException {
    try (JournalLock.Held held = lock().acquire()) {
      assertThat(held).isNotNull();
      assertThat(Files.readSymbolicLink(link)).isAbsolute().isEqualTo(journal.toAbsolutePath());
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(journal);
    }
  }

  @Test
  void oneOfManyThreadsHasIt() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Future<?>> threads = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
      for (int thread = 0; thread < 4; thread++) {
        threads.add(pool.submit(() -> takeTurns(inside, most)));
      }
      for (Future<?> thread : threads) {
        thread.get();
      }
    }
    assertThat(most.get()).isEqualTo(1);
  }

  private Void takeTurns(AtomicInteger inside, AtomicInteger most) throws IOException {
    JournalLock lock = new JournalLock(journal, System::nanoTime);
    for (int turn = 0; turn < 50; turn++) {
      try (JournalLock.Held held = lock.acquire()) {
        assertThat(held).isNotNull();
        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
        inside.decrementAndGet();
      }
    }
    return null;
  }

  @Test
  void lockOfAKilledWorkerIsRemovedAfterThirtySeconds() throws IOException {
    Files.createSymbolicLink(link, journal.toAbsolutePath());
    AtomicInteger looks = new AtomicInteger();
    JournalLock lock =
        new JournalLock(
            journal,
            () -> {
              looks.incrementAndGet();
              return now.getAndAdd(Duration.ofSeconds(10).toNanos());
            });

    lock.acquire().close();

    assertThat(looks.get()).as("looks until more than 30 s went by").isGreaterThanOrEqualTo(5);
    assertThat(link).doesNotExist();
  }

  @Test
  void linkThatLeadsNowhereIsRemovedToo() throws IOException {
    Files.createSymbolicLink(link, Path.of("no", "such", "journal"));

    new JournalLock(journal, () -> now.getAndAdd(Duration.ofSeconds(10).toNanos()))
        .acquire()
        .close();

    assertThat(Files.isSymbolicLink(link)).isFalse();
  }

  @Test
  void lockThatWasStaleForAnotherIsLeftToIt() throws IOException {
    JournalLock.Held mine = lock().acquire();
    Files.delete(link);
    Files.createSymbolicLink(link, journal.toAbsolutePath());

    mine.close();

    assertThat(Files.isSymbolicLink(link)).isTrue();
  }

  private JournalLock lock() {
    return new JournalLock(journal, now::get);
  }
}
