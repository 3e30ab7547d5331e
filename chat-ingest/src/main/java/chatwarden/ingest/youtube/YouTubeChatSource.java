package chatwarden.ingest.youtube;

import chatwarden.ingest.source.ChatSource;
import chatwarden.ingest.source.LaterSink;
import chatwarden.ingest.source.ReadingWay;
import chatwarden.ingest.source.SourceException;
import chatwarden.ingest.source.SourceException.Reason;
import chatwarden.ingest.source.SourceSink;
import chatwarden.ingest.streamlist.StreamListSource;
import chatwarden.ingest.streamlist.StreamPlace;
import chatwarden.ingest.youtube.YouTubePlace.Mode;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a chat with a connected account while YouTube permits it, and as YouTube's page does
 * otherwise; the way says which, and why. The two have other ids for the same comments, so after a
 * change only comments that were written later are delivered. It changes once at most.
 */
final class YouTubeChatSource implements ChatSource {
  private static final Logger log = LoggerFactory.getLogger(YouTubeChatSource.class);

  /** With these the page cannot read the chat either. */
  private static final Set<Reason> FINAL = EnumSet.of(Reason.CHAT_DISABLED, Reason.DELETED);

  private final String video;
  private final Optional<byte[]> start;
  private final AccountWay accountWay;
  private final String whyGuest;
  private final Function<Optional<byte[]>, ChatSource> guest;
  private volatile @Nullable ReadingWay way;
  private volatile @Nullable ChatSource current;

  /** Opens the source with an account. */
  @FunctionalInterface
  interface AccountWay {
    /** Returns the source that reads with an account; empty without one. */
    Optional<Opened> open(Optional<StreamPlace> start);
  }

  /**
   * A source that reads with an account.
   *
   * @param account the account's id
   */
  record Opened(String account, StreamListSource source) {}

  /**
   * A source that has not begun.
   *
   * @param start the checkpoint of either way; empty for the beginning
   * @param accountWay is asked when it begins, and may block
   * @param whyGuest why none is used where none is connected, in words for people
   * @param guest opens the source without an account, from its checkpoint
   */
  YouTubeChatSource(
      String video,
      Optional<byte[]> start,
      AccountWay accountWay,
      String whyGuest,
      Function<Optional<byte[]>, ChatSource> guest) {
    this.video = video;
    this.start = start;
    this.accountWay = accountWay;
    this.whyGuest = whyGuest;
    this.guest = guest;
  }

  @Override
  public void run(SourceSink sink) throws SourceException, InterruptedException {
    Optional<StreamPlace> streamed = start.flatMap(StreamPlace::parse);
    Optional<byte[]> guestStart = streamed.isPresent() ? Optional.empty() : start;
    Optional<Opened> opened = accountWay.open(streamed);
    if (opened.isEmpty()) {
      way = ReadingWay.without(whyGuest);
      asGuest(guestStart, streamed, sink);
      return;
    }
    way = ReadingWay.with(opened.get().account());
    StreamListSource source = opened.get().source();
    current = source;
    try {
      long before = guestStart.isPresent() ? YouTubePlace.parse(guestStart.get()).usec() : 0;
      source.run(before == 0 ? sink : new LaterSink(sink, before));
    } catch (SourceException e) {
      if (FINAL.contains(e.reason())) {
        throw e;
      }
      way = ReadingWay.without(e.getMessage());
      log.warn(
          "Reading without account video={} account={} because={} reason=\"{}\"",
          video,
          opened.get().account(),
          e.reason(),
          e.getMessage());
      asGuest(guestStart, source.reached().or(() -> streamed), sink);
    }
  }

  private void asGuest(Optional<byte[]> guestStart, Optional<StreamPlace> streamed, SourceSink sink)
      throws SourceException, InterruptedException {
    long usec = streamed.map(StreamPlace::usec).orElse(0L);
    ChatSource source = guest.apply(usec == 0 ? guestStart : Optional.of(after(usec)));
    current = source;
    source.run(usec == 0 ? sink : new LaterSink(sink, usec));
  }

  /** A place whose continuation YouTube does not know, so that the page is opened for another. */
  private static byte[] after(long usec) {
    return new YouTubePlace(Mode.LIVE, "none", 0, usec, new byte[0]).toBytes();
  }

  @Override
  public Optional<byte[]> checkpoint() {
    ChatSource source = current;
    return source == null ? Optional.empty() : source.checkpoint();
  }

  @Override
  public Optional<ReadingWay> way() {
    return Optional.ofNullable(way);
  }
}
