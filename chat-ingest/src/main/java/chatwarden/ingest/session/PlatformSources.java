package chatwarden.ingest.session;

import chatwarden.domain.source.SourceAddress;
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
import java.util.Optional;

/** The sources of every platform that this project knows, by the session's address. */
public final class PlatformSources implements SourceFactory {
  private final FileRoots fileRoots;
  private final YouTubeSettings youTube;
  private final YouTubeConnections http;
  private final TwitchConnections twitch;
  private final PushChats pushChats;
  private final int pushMaxInFlight;
  private final SourceClock clock;

  /**
   * The sources of one process.
   *
   * @param fileRoots the files that may be read
   * @param http asks YouTube
   * @param twitch leads into Twitch
   * @param pushChats where pushed comments find the sessions of this process
   * @param pushMaxInFlight how many pushed things of a chat may wait for their answer
   */
  public PlatformSources(
      FileRoots fileRoots,
      YouTubeSettings youTube,
      YouTubeConnections http,
      TwitchConnections twitch,
      PushChats pushChats,
      int pushMaxInFlight,
      SourceClock clock) {
    this.fileRoots = fileRoots;
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
              fileRoots.file(address.value()),
              chat,
              session.getCommentsPerSecond(),
              checkpoint,
              clock);
      case YOUTUBE ->
          new YouTubeSource(address.value(), chat, checkpoint, youTube, http.client(), clock);
      case TWITCH -> new TwitchSource(address.value(), chat, twitch, clock);
      case PUSH -> new PushSource(chat, pushChats, pushMaxInFlight);
    };
  }
}
