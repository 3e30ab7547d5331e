package chatwarden.ingest.push;

import chatwarden.domain.source.PushAddress;
import chatwarden.ingest.source.ChatSource;
import chatwarden.ingest.source.Platform;
import chatwarden.ingest.source.PlatformConnection;
import chatwarden.ingest.source.PlatformDoor;
import chatwarden.ingest.source.SourceClock;
import chatwarden.livechat.v1.Session;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.config.ConfigKey;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Callers of the CommentPushService. */
public final class PushPlatform implements Platform {

  private static final ConfigKey<Integer> MAX_WAITING =
      ConfigKey.integer(
          "push.max-waiting",
          4_096,
          192,
          1_000_000,
          "How many pushed comments and reports of a chat may wait for their answer; beyond that,"
              + " pushing is refused");

  @Override
  public String scheme() {
    return PushAddress.SCHEME;
  }

  @Override
  public List<ConfigKey<?>> settings() {
    return List.of(MAX_WAITING);
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.REPORTS_MODERATION);
  }

  @Override
  public PlatformConnection connect(Config config, SourceClock clock, MeterRegistry registry) {
    PushChats chats = new PushChats(registry);
    return new Callers(chats, config.get(MAX_WAITING), new CommentPushGrpcService(chats, clock));
  }

  private record Callers(PushChats chats, int maxWaiting, CommentPushGrpcService service)
      implements PlatformConnection {

    @Override
    public ChatSource open(Session session, String chat, Optional<byte[]> checkpoint) {
      return new PushSource(session.getChat(), chats, maxWaiting);
    }

    @Override
    public Optional<PlatformDoor> door() {
      return Optional.of(service);
    }
  }
}
