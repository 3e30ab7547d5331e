package chatwarden.ingest.youtube;

import chatwarden.domain.source.YouTubeAddress;
import chatwarden.ingest.account.AccountCalls;
import chatwarden.ingest.account.ReadingAccounts;
import chatwarden.ingest.source.ChatSource;
import chatwarden.ingest.source.PlatformConnection;
import chatwarden.ingest.source.SourceClock;
import chatwarden.ingest.streamlist.StreamListConnection;
import chatwarden.ingest.streamlist.StreamListSource;
import chatwarden.ingest.streamlist.StreamPlace;
import chatwarden.livechat.v1.Session;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** The connections of a process to YouTube, made when they are first needed. */
final class YouTubeConnection implements PlatformConnection {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private final YouTubeSettings settings;
  private final StreamListConnection stream;
  private final ReadingAccounts accounts;
  private final long units;
  private final String whyGuest;
  private final SourceClock clock;
  private @Nullable HttpClient client;

  /**
   * Connections that are not made yet.
   *
   * @param units how many units the project at Google has a day
   * @param whyGuest why none is used where none is connected, in words for people
   */
  YouTubeConnection(
      YouTubeSettings settings,
      StreamListConnection stream,
      ReadingAccounts accounts,
      long units,
      String whyGuest,
      SourceClock clock) {
    this.settings = settings;
    this.stream = stream;
    this.accounts = accounts;
    this.units = units;
    this.whyGuest = whyGuest;
    this.clock = clock;
  }

  @Override
  public ChatSource open(Session session, String video, Optional<byte[]> checkpoint) {
    String chat = session.getChat();
    return new YouTubeChatSource(
        video,
        checkpoint,
        start ->
            accounts
                .of(YouTubeAddress.SCHEME, chat, "")
                .map(calls -> opened(video, chat, start, calls)),
        whyGuest,
        start -> new YouTubeSource(video, chat, start, settings, client(), clock));
  }

  private YouTubeChatSource.Opened opened(
      String video, String chat, Optional<StreamPlace> start, AccountCalls calls) {
    return new YouTubeChatSource.Opened(
        calls.account().getId(),
        new StreamListSource(
            video, chat, start, stream, calls, accounts.quota(units, clock), clock));
  }

  /** Returns the client, which follows no redirects by itself. */
  private synchronized HttpClient client() {
    HttpClient made = client;
    if (made == null) {
      made =
          HttpClient.newBuilder()
              .connectTimeout(CONNECT_TIMEOUT)
              .followRedirects(HttpClient.Redirect.NEVER)
              .executor(Executors.newVirtualThreadPerTaskExecutor())
              .build();
      client = made;
    }
    return made;
  }

  @Override
  public synchronized void close() {
    stream.close();
    if (client != null) {
      client.shutdownNow();
    }
  }
}
