package chatwarden.ingest.youtube;

import chatwarden.ingest.source.ChatSource;
import chatwarden.ingest.source.PlatformConnection;
import chatwarden.ingest.source.SourceClock;
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
  private final SourceClock clock;
  private @Nullable HttpClient client;

  YouTubeConnection(YouTubeSettings settings, SourceClock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public ChatSource open(Session session, String video, Optional<byte[]> checkpoint) {
    return new YouTubeSource(video, session.getChat(), checkpoint, settings, client(), clock);
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
    if (client != null) {
      client.shutdownNow();
    }
  }
}
