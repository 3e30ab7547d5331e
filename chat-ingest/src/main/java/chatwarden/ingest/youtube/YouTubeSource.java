package chatwarden.ingest.youtube;

import static java.util.Objects.requireNonNull;

import chatwarden.ingest.source.ChatSource;
import chatwarden.ingest.source.RetryPolicy;
import chatwarden.ingest.source.SeenComments;
import chatwarden.ingest.source.SourceClock;
import chatwarden.ingest.source.SourceException;
import chatwarden.ingest.source.SourceException.Reason;
import chatwarden.ingest.source.SourceSink;
import chatwarden.ingest.youtube.YouTubePlace.Mode;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the live chat of a YouTube video by InnerTube, the interface of YouTube's own page; of a
 * stream that is over, its archive.
 *
 * <p>A live chat is polled as often as YouTube asks for. Faults that are likely to pass (no
 * network, errors of the server, too many calls) are borne for as long as the settings say; a
 * continuation that YouTube no longer understands is fetched anew from the video's page, so a
 * stream may run for days. An archive is played as it was, or faster.
 *
 * <p>The checkpoint is the place after the last answer whose comments were all delivered, with
 * hashes of the comments delivered last. If a stream became an archive while it was not read, the
 * part that was missed is read from there, and the chat ends.
 */
final class YouTubeSource implements ChatSource {
  private static final int REMEMBERED = 4_096;
  private static final Pattern VIDEO = Pattern.compile("[A-Za-z0-9_-]{11}");

  private final YouTubeSettings settings;
  private final SourceClock clock;
  private final Optional<byte[]> start;
  private final InnerTube tube;
  private final String chat;
  private final ChatActions actions;
  private final SeenComments seen = new SeenComments(REMEMBERED);
  private long lastUsec;
  private volatile @Nullable YouTubePlace place;

  /**
   * A source that has not begun.
   *
   * @param video the video's id: 11 characters of {@code [A-Za-z0-9_-]}
   * @param chat the chat that its comments are of
   * @param start the checkpoint to go on from; empty for what YouTube shows first
   * @param client sends the requests; must not follow redirects by itself
   * @param clock measures waits
   */
  public YouTubeSource(
      String video,
      String chat,
      Optional<byte[]> start,
      YouTubeSettings settings,
      HttpClient client,
      SourceClock clock) {
    if (!VIDEO.matcher(video).matches()) {
      throw new IllegalArgumentException(
          "video: " + video + " (expected: 11 characters of [A-Za-z0-9_-])");
    }
    this.chat = requireNonNull(chat, "chat");
    this.start = start;
    this.settings = settings;
    this.clock = clock;
    this.actions = new ChatActions(chat);
    this.tube =
        new InnerTube(
            new YouTubeHttp(client, settings.baseUrl(), settings.requestTimeout()),
            video,
            new RetryPolicy(
                settings.firstPatience(),
                settings.patience(),
                clock,
                RandomGenerator.getDefault()));
  }

  @Override
  public void run(SourceSink sink) throws SourceException, InterruptedException {
    ChatDelivery delivery = new ChatDelivery(chat, sink, seen, clock);
    if (start.isEmpty()) {
      begin(tube.open(), delivery);
    } else {
      goOn(YouTubePlace.parse(start.get()), delivery);
    }
  }

  @Override
  public Optional<byte[]> checkpoint() {
    YouTubePlace reached = place;
    return reached == null ? Optional.empty() : Optional.of(reached.toBytes());
  }

  private void begin(LiveChatPage page, ChatDelivery delivery)
      throws SourceException, InterruptedException {
    if (page.replay()) {
      replay(page, at(Mode.REPLAY, page.continuation(), 0), delivery);
    } else {
      live(page, page.continuation(), delivery);
    }
  }

  private void goOn(YouTubePlace from, ChatDelivery delivery)
      throws SourceException, InterruptedException {
    seen.restore(from.seen());
    lastUsec = from.usec();
    place = from;
    Optional<LiveChatPage> page = reopen();
    if (page.isEmpty()) {
      return;
    }
    if (!page.get().replay()) {
      boolean wasLive = from.mode() == Mode.LIVE;
      live(page.get(), wasLive ? from.continuation() : page.get().continuation(), delivery);
    } else if (from.mode() == Mode.LIVE) {
      catchUp(page.get(), delivery);
    } else {
      replay(page.get(), from, delivery);
    }
  }

  /** How to poll from here on; empty when the stream is over and there is nothing more to read. */
  private Optional<LiveChatPage> reopen() throws SourceException, InterruptedException {
    try {
      return Optional.of(tube.open());
    } catch (SourceException e) {
      if (e.reason() == Reason.OVER || e.reason() == Reason.NO_CHAT) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private void live(LiveChatPage opened, String first, ChatDelivery delivery)
      throws SourceException, InterruptedException {
    LiveChatPage page = opened;
    String continuation = first;
    boolean all = opened.allChat();
    while (true) {
      Optional<ChatAnswer> answer = tube.poll(page, continuation);
      if (answer.isEmpty()) {
        Optional<LiveChatPage> again = reopen();
        if (again.isEmpty()) {
          return;
        }
        if (again.get().replay()) {
          catchUp(again.get(), delivery);
          return;
        }
        page = again.get();
        continuation = page.continuation();
        all = page.allChat();
        continue;
      }
      Optional<String> next = take(answer.get(), delivery);
      if (next.isEmpty()) {
        return;
      }
      continuation = all ? next.get() : answer.get().allChat().orElse(next.get());
      all |= answer.get().allChat().isPresent();
      place = at(Mode.LIVE, continuation, 0);
      clock.sleep(bounded(answer.get().pause()));
    }
  }

  private Optional<String> take(ChatAnswer answer, ChatDelivery delivery)
      throws SourceException, InterruptedException {
    if (answer.disabled()) {
      throw YouTubePages.disabled();
    }
    for (ChatAction.Placed placed : actions.read(answer.actions(), clock.instant())) {
      delivery.deliver(placed.action());
      lastUsec = Math.max(lastUsec, placed.usec());
    }
    return answer.next();
  }

  private Duration bounded(Duration pause) {
    Duration most = pause.compareTo(settings.maxPoll()) < 0 ? pause : settings.maxPoll();
    return most.compareTo(settings.minPoll()) > 0 ? most : settings.minPoll();
  }

  private void catchUp(LiveChatPage page, ChatDelivery delivery)
      throws SourceException, InterruptedException {
    replay(page, at(Mode.CATCH_UP, page.continuation(), 0), delivery);
  }

  private void replay(LiveChatPage opened, YouTubePlace from, ChatDelivery delivery)
      throws SourceException, InterruptedException {
    new ReplayReading(tube, actions, delivery, settings, clock)
        .run(opened, from, (continuation, offset) -> place = at(from.mode(), continuation, offset));
  }

  private YouTubePlace at(Mode mode, String continuation, long offsetMillis) {
    return new YouTubePlace(mode, continuation, offsetMillis, lastUsec, seen.toBytes());
  }
}
