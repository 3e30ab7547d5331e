package chatwarden.ingest.youtube;

import chatwarden.ingest.source.SourceClock;
import chatwarden.ingest.source.SourceException;
import chatwarden.ingest.youtube.YouTubePlace.Mode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads the archive of a chat to its end: as it was, or only what came after live reading. */
final class ReplayReading {
  /** How far answers overlap, so that nothing falls between two of them. */
  private static final Duration OVERLAP = Duration.ofSeconds(5);

  /** How long before the last comment that was read live others may have come unseen. */
  private static final Duration LIVE_OVERLAP = Duration.ofSeconds(10);

  private final InnerTube tube;
  private final ChatActions actions;
  private final ChatDelivery delivery;
  private final YouTubeSettings settings;
  private final SourceClock clock;

  /** Takes each place before which everything is delivered. */
  interface Progress {
    void reached(String continuation, long offsetMillis);
  }

  ReplayReading(
      InnerTube tube,
      ChatActions actions,
      ChatDelivery delivery,
      YouTubeSettings settings,
      SourceClock clock) {
    this.tube = tube;
    this.actions = actions;
    this.delivery = delivery;
    this.settings = settings;
    this.clock = clock;
  }

  /** Reads from the place to the end. */
  void run(LiveChatPage opened, YouTubePlace from, Progress progress)
      throws SourceException, InterruptedException {
    boolean catchUp = from.mode() == Mode.CATCH_UP;
    ReplayPace pace = new ReplayPace(catchUp ? 0 : settings.replaySpeed(), clock);
    long newerThan = catchUp ? from.usec() - LIVE_OVERLAP.toNanos() / 1_000 : 0;
    LiveChatPage page = opened;
    String continuation = from.continuation();
    long offset = from.offsetMillis();
    while (true) {
      long floor = Math.max(offset - OVERLAP.toMillis(), 0);
      Optional<ChatAnswer> answer = tube.pollReplay(page, continuation, floor);
      if (answer.isEmpty()) {
        page = tube.open();
        continuation = page.continuation();
        continue;
      }
      List<ChatAction.Placed> happened = actions.read(answer.get().actions(), clock.instant());
      for (ChatAction.Placed placed : happened) {
        if (placed.offsetMillis() >= floor && placed.usec() >= newerThan) {
          pace.await(placed.offsetMillis());
          delivery.deliver(placed.action());
        }
        offset = Math.max(offset, placed.offsetMillis());
      }
      Optional<String> next = answer.get().next();
      if (next.isEmpty() || (happened.isEmpty() && next.get().equals(continuation))) {
        return;
      }
      continuation = next.get();
      progress.reached(continuation, offset);
      clock.sleep(happened.isEmpty() ? settings.minPoll() : Duration.ZERO);
    }
  }
}
