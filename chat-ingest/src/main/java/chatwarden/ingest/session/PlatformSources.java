package chatwarden.ingest.session;

import chatwarden.ingest.push.PushChats;
import chatwarden.ingest.push.PushSource;
import chatwarden.ingest.source.ChatSource;
import chatwarden.ingest.source.FileSource;
import chatwarden.ingest.source.SourceClock;
import chatwarden.ingest.source.SourceException;
import chatwarden.ingest.twitch.TwitchConnections;
import chatwarden.ingest.twitch.TwitchSource;
import chatwarden.ingest.youtube.YouTubeConnections;
import chatwarden.ingest.youtube.YouTubeSettings;
import chatwarden.ingest.youtube.YouTubeSource;
import chatwarden.livechat.v1.Session;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.store.session.SourceAddress;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The sources of every platform that this project knows, by the session's address. */
public final class PlatformSources implements SourceFactory {
  private final List<Path> fileRoots;
  private final YouTubeSettings youTube;
  private final YouTubeConnections http;
  private final TwitchConnections twitch;
  private final PushChats pushChats;
  private final int pushMaxInFlight;
  private final SourceClock clock;

  /**
   * The sources of one process.
   *
   * @param fileRoots the folders that files may be read from; empty allows every folder
   * @param http asks YouTube
   * @param twitch leads into Twitch
   * @param pushChats where pushed comments find the sessions of this process
   * @param pushMaxInFlight how many pushed things of a chat may wait for their answer
   */
  public PlatformSources(
      List<Path> fileRoots,
      YouTubeSettings youTube,
      YouTubeConnections http,
      TwitchConnections twitch,
      PushChats pushChats,
      int pushMaxInFlight,
      SourceClock clock) {
    this.fileRoots = List.copyOf(fileRoots);
    this.youTube = youTube;
    this.http = http;
    this.twitch = twitch;
    this.pushChats = pushChats;
    this.pushMaxInFlight = pushMaxInFlight;
    this.clock = clock;
  }

  @Override
  public ChatSource open(Session session, Optional<byte[]> checkpoint) throws SourceException {
    SourceAddress address;
    try {
      address = SourceAddress.parse(session.getSource());
    } catch (InvalidInputException e) {
      throw new SourceException(SourceException.Reason.NOT_UNDERSTOOD, e.getMessage(), e);
    }
    String chat = session.getChat();
    return switch (address.kind()) {
      case FILE ->
          new FileSource(
              file(address.value()), chat, session.getCommentsPerSecond(), checkpoint, clock);
      case YOUTUBE ->
          new YouTubeSource(address.value(), chat, checkpoint, youTube, http.client(), clock);
      case TWITCH -> new TwitchSource(address.value(), chat, twitch, clock);
      case PUSH -> new PushSource(chat, pushChats, pushMaxInFlight);
    };
  }

  private Path file(String path) throws SourceException {
    try {
      Path file = Path.of(path);
      if (!fileRoots.isEmpty() && !isBelowARoot(file)) {
        throw new SourceException(
            SourceException.Reason.NOT_PERMITTED,
            "the file " + path + " is not below a folder that the ingest may read from");
      }
      return file;
    } catch (InvalidPathException e) {
      throw new SourceException(
          SourceException.Reason.NOT_FOUND, "the source's path is none on the ingest host", e);
    }
  }

  private boolean isBelowARoot(Path file) throws SourceException {
    Path real;
    try {
      real = file.toRealPath();
    } catch (IOException e) {
      throw new SourceException(
          SourceException.Reason.NOT_FOUND, "there is no file " + file + " on the ingest host", e);
    }
    for (Path root : fileRoots) {
      try {
        if (real.startsWith(root.toRealPath())) {
          return true;
        }
      } catch (IOException e) {
        // A root that is not there holds no file.
      }
    }
    return false;
  }
}
