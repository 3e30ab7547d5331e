package chatwarden.ingest.twitch;

import chatwarden.ingest.source.SourceClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.net.ssl.SSLSocketFactory;

/**
 * The ways of a process into Twitch: no more of them in ten seconds than Twitch lets in from one
 * host. Any thread may call.
 */
final class TwitchConnections {
  /** Twitch takes 20; a few are left for whoever else is on the host. */
  private static final int LOGINS = 16;

  private static final Duration WINDOW = Duration.ofSeconds(10);

  private final TwitchSettings settings;
  private final SSLSocketFactory tls;
  private final Deque<Long> turns = new ArrayDeque<>();

  /** Connections that trust whom the machine trusts. */
  public TwitchConnections(TwitchSettings settings) {
    this(settings, (SSLSocketFactory) SSLSocketFactory.getDefault());
  }

  TwitchConnections(TwitchSettings settings, SSLSocketFactory tls) {
    this.settings = settings;
    this.tls = tls;
  }

  TwitchSettings settings() {
    return settings;
  }

  /** Connects once it is the caller's turn. */
  IrcConnection open(SourceClock clock) throws IOException, InterruptedException {
    clock.sleep(untilTurn(clock.nanoTime()));
    return IrcConnection.open(settings, tls);
  }

  private synchronized Duration untilTurn(long now) {
    long turn = now;
    if (turns.size() == LOGINS) {
      turn = Math.max(now, turns.removeFirst() + WINDOW.toNanos());
    }
    turns.addLast(turn);
    return Duration.ofNanos(turn - now);
  }
}
