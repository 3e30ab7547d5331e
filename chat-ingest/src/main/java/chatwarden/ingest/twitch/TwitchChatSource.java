package chatwarden.ingest.twitch;

import chatwarden.ingest.source.ChatSource;
import chatwarden.ingest.source.ReadingWay;
import chatwarden.ingest.source.SourceException;
import chatwarden.ingest.source.SourceException.Reason;
import chatwarden.ingest.source.SourceSink;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a channel with a connected account while Twitch permits it, and as a guest otherwise; the
 * way says which, and why. A guest stays a guest until the session is started anew.
 */
final class TwitchChatSource implements ChatSource {
  private static final Logger log = LoggerFactory.getLogger(TwitchChatSource.class);

  private final String channel;
  private final AccountWay accountWay;
  private final String whyGuest;
  private final ChatSource guest;
  private volatile @Nullable ReadingWay way;

  /** Opens the source with an account. */
  @FunctionalInterface
  interface AccountWay {
    /** Returns the account's id and the source that reads with it; empty without an account. */
    Optional<Opened> open();
  }

  /**
   * A source that reads with an account.
   *
   * @param account the account's id
   */
  record Opened(String account, ChatSource source) {}

  /**
   * A source that has not begun.
   *
   * @param accountWay is asked when it begins, and may block
   * @param whyGuest why none is used where none is connected, in words for people
   * @param guest reads without an account
   */
  TwitchChatSource(String channel, AccountWay accountWay, String whyGuest, ChatSource guest) {
    this.channel = channel;
    this.accountWay = accountWay;
    this.whyGuest = whyGuest;
    this.guest = guest;
  }

  @Override
  public void run(SourceSink sink) throws SourceException, InterruptedException {
    Optional<Opened> opened = accountWay.open();
    if (opened.isPresent()) {
      readWith(opened.get(), sink);
    } else {
      way = ReadingWay.without(whyGuest);
    }
    guest.run(sink);
  }

  private void readWith(Opened opened, SourceSink sink)
      throws SourceException, InterruptedException {
    way = ReadingWay.with(opened.account());
    try {
      opened.source().run(sink);
    } catch (SourceException e) {
      if (e.reason() == Reason.NOT_FOUND) {
        throw e;
      }
      way = ReadingWay.without(e.getMessage());
      log.warn(
          "Reading as a guest channel={} account={} because={} reason=\"{}\"",
          channel,
          opened.account(),
          e.reason(),
          e.getMessage());
    }
  }

  @Override
  public Optional<ReadingWay> way() {
    return Optional.ofNullable(way);
  }
}
