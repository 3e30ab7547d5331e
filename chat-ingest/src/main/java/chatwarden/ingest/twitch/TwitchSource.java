package chatwarden.ingest.twitch;

import static java.util.Objects.requireNonNull;

import chatwarden.ingest.source.ChatSource;
import chatwarden.ingest.source.RetryPolicy;
import chatwarden.ingest.source.SourceClock;
import chatwarden.ingest.source.SourceException;
import chatwarden.ingest.source.SourceException.Reason;
import chatwarden.ingest.source.SourceSink;
import java.io.IOException;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Reads the chat of a Twitch channel by IRC, without an account.
 *
 * <p>The chat of a channel has no end: it is read until the source is stopped, or the channel is no
 * longer there. A lost connection is made again for as long as the settings say. Twitch keeps no
 * history, so there is no checkpoint, and comments written while it is not connected are not read.
 */
final class TwitchSource implements ChatSource {
  private static final Pattern CHANNEL = Pattern.compile("[a-z0-9_]{1,25}");

  private final String channel;
  private final String chat;
  private final TwitchConnections connections;
  private final SourceClock clock;
  private final RandomGenerator random = RandomGenerator.getDefault();
  private final RetryPolicy patience;

  /**
   * A source that has not begun.
   *
   * @param channel the channel's name: 1 to 25 characters of {@code [a-z0-9_]}
   * @param chat the chat that its comments are of
   * @param connections the ways into Twitch of this process
   * @param clock measures waits
   */
  public TwitchSource(
      String channel, String chat, TwitchConnections connections, SourceClock clock) {
    if (!CHANNEL.matcher(channel).matches()) {
      throw new IllegalArgumentException(
          "channel: " + channel + " (expected: 1 to 25 characters of [a-z0-9_])");
    }
    this.channel = channel;
    this.chat = requireNonNull(chat, "chat");
    this.connections = connections;
    this.clock = clock;
    TwitchSettings settings = connections.settings();
    this.patience = new RetryPolicy(settings.firstPatience(), settings.patience(), clock, random);
  }

  @Override
  public void run(SourceSink sink) throws SourceException, InterruptedException {
    TwitchDelivery delivery = new TwitchDelivery(chat, sink, clock);
    boolean wasIn = false;
    while (true) {
      try (IrcConnection irc = connections.open(clock)) {
        TwitchRoom room = new TwitchRoom(irc, channel, connections.settings());
        if (room.enter(random.nextInt(10_000, 1_000_000))) {
          wasIn = true;
          patience.succeeded();
          room.read(delivery);
        } else {
          patience.awaitAfter(notLedIn(wasIn));
        }
      } catch (IOException e) {
        stopWhenInterrupted(e);
        patience.awaitAfter(
            new SourceException(Reason.UNREACHABLE, "Twitch cannot be reached from this host", e));
      }
    }
  }

  /** Twitch does not always report a missing channel; this one is sure to have existed. */
  private static SourceException notLedIn(boolean wasIn) throws SourceException {
    if (wasIn) {
      return new SourceException(Reason.UNREACHABLE, "Twitch no longer leads into the channel");
    }
    throw new SourceException(
        Reason.NOT_FOUND, "Twitch did not join a channel of this name; check its spelling");
  }

  /** An interrupt closes the connection that is being read. */
  private static void stopWhenInterrupted(IOException closed) throws InterruptedException {
    if (Thread.interrupted()) {
      InterruptedException interrupted = new InterruptedException();
      interrupted.initCause(closed);
      throw interrupted;
    }
  }
}
