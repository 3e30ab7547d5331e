package chatwarden.bridge.watch;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.runtime.config.Config;
import chatwarden.store.watch.ResumeToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

final class ChatVisitsPropertyTest extends ChatFanOutFixture {

  /**
   * While a chat runs, subscribers come in at any token, leave, and come back by their last one:
   * each sees every event after its first token exactly once, in order, also when the chat is read
   * again in between.
   */
  @Property(tries = 60)
  void joiningAtAnyTimeLosesAndRepeatsNothing(
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 1_200) int before,
      @ForAll @IntRange(min = 1, max = 400) int during,
      @ForAll @IntRange(min = 1, max = 8) int subscribers,
      @ForAll @IntRange(min = 1, max = 3) int sessions)
      throws Exception {
    MemoryChat busy = new MemoryChat();
    List<ResumeToken> tokens = new ArrayList<>(List.of(ResumeToken.BEGINNING));
    for (int i = 0; i < before; i++) {
      tokens.add(busy.append("c" + i));
    }
    Config roomy = Config.defaults().with(WatchKeys.LINGER, Duration.ofMillis(seed & 3));
    try (ChatFanOut out = fanOut(busy, roomy);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Random random = new Random(seed);
      List<Future<?>> done = new ArrayList<>();
      for (int s = 0; s < subscribers; s++) {
        int from = random.nextInt(tokens.size());
        ResumeToken token = tokens.get(from);
        int visit = 1 + random.nextInt(300);
        Callable<List<String>> visitor = () -> visitUntilEnd(out, token, visit, sessions);
        List<String> expected = expected(from, before, during, sessions);
        Future<List<String>> seen = threads.submit(visitor);
        done.add(
            threads.submit(
                () -> {
                  assertThat(seen.get()).isEqualTo(expected);
                  return null;
                }));
      }
      for (int session = 0; session < sessions; session++) {
        for (int i = 0; i < during; i++) {
          busy.append("c" + (before + session * during + i));
          if (random.nextInt(8) == 0) {
            Thread.yield();
          }
        }
        busy.end();
        if (session < sessions - 1) {
          busy.startAgain();
        }
      }
      for (Future<?> each : done) {
        each.get();
      }
    }
  }

  private static List<String> expected(int from, int before, int during, int sessions) {
    List<String> ids = new ArrayList<>();
    int next = from;
    for (int session = 1; session <= sessions; session++) {
      int end = before + session * during;
      IntStream.range(next, end).forEach(i -> ids.add("c" + i));
      next = end;
      ids.add("ended");
      if (session < sessions) {
        ids.add("started");
      }
    }
    return ids;
  }

  /** Watches in visits of about so many events, each going on after the last token. */
  private static List<String> visitUntilEnd(
      ChatFanOut out, ResumeToken start, int visit, int sessions) throws InterruptedException {
    List<String> seen = new ArrayList<>();
    ResumeToken token = start;
    while (Collections.frequency(seen, "ended") < sessions) {
      int left = visit;
      try (Watch watch = out.watch(MemoryChat.ID, token, () -> {})) {
        while (left > 0 && !watch.over()) {
          List<SharedEvent> events = watch.next(PATIENCE);
          seen.addAll(ids(events));
          left -= events.size();
          token = events.isEmpty() ? token : events.getLast().token();
        }
      }
    }
    return seen;
  }
}
