package chatwarden.ingest.youtube;

import chatwarden.runtime.lifecycle.ServicePart;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** The connections of a process to YouTube, made when they are first needed. */
public final class YouTubeConnections implements ServicePart {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private @Nullable HttpClient client;

  /** The client, which follows no redirects by itself. */
  public synchronized HttpClient client() {
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
  public String name() {
    return "youtube-connections";
  }

  @Override
  public void start() {}

  @Override
  public synchronized void close() {
    if (client != null) {
      client.shutdownNow();
    }
  }
}
