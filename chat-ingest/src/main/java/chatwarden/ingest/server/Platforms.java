package chatwarden.ingest.server;

import chatwarden.domain.source.SourceAddress;
import chatwarden.ingest.account.ReadingAccounts;
import chatwarden.ingest.file.FilePlatform;
import chatwarden.ingest.push.PushPlatform;
import chatwarden.ingest.session.SourceFactory;
import chatwarden.ingest.source.ChatSource;
import chatwarden.ingest.source.Platform;
import chatwarden.ingest.source.PlatformConnection;
import chatwarden.ingest.source.PlatformDoor;
import chatwarden.ingest.source.SourceClock;
import chatwarden.ingest.source.SourceException;
import chatwarden.ingest.twitch.TwitchPlatform;
import chatwarden.ingest.youtube.YouTubePlatform;
import chatwarden.livechat.v1.Session;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.config.ConfigKey;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.lifecycle.ServicePart;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The platforms of this process: opens the sources of sessions by their addresses. */
final class Platforms implements SourceFactory {
  private final ReadingAccounts accounts;
  private final Map<String, PlatformConnection> connections = new HashMap<>();

  /**
   * Connects to all of them; a connection is made when it is first needed.
   *
   * @param accounts those that chats are read with; closed with the connections
   */
  Platforms(ReadingAccounts accounts, Config config, SourceClock clock, MeterRegistry registry) {
    this.accounts = accounts;
    all(accounts)
        .forEach(
            platform ->
                connections.put(platform.scheme(), platform.connect(config, clock, registry)));
  }

  /** Returns all platforms. */
  static List<Platform> all(ReadingAccounts accounts) {
    return List.of(
        new YouTubePlatform(accounts),
        new TwitchPlatform(accounts),
        new FilePlatform(),
        new PushPlatform());
  }

  /** Returns the settings of all platforms. */
  static List<ConfigKey<?>> settings() {
    return all(ReadingAccounts.none()).stream()
        .<ConfigKey<?>>flatMap(it -> it.settings().stream())
        .toList();
  }

  /** Returns the part of the process that starts and closes the connections. */
  ServicePart part() {
    List<ServicePart> parts = new ArrayList<>(List.of(accounts));
    parts.addAll(connections.values());
    return ServicePart.inOrder("platforms", parts);
  }

  /** Returns the services that comments come in by. */
  List<PlatformDoor> doors() {
    return connections.values().stream().flatMap(it -> it.door().stream()).toList();
  }

  @Override
  public ChatSource open(Session session, Optional<byte[]> checkpoint) throws SourceException {
    SourceAddress address;
    try {
      address = SourceAddress.parse(session.getSource());
    } catch (InvalidInputException e) {
      throw new SourceException(SourceException.Reason.NOT_UNDERSTOOD, e.getMessage(), e);
    }
    PlatformConnection connection = connections.get(address.scheme());
    if (connection == null) {
      throw new SourceException(
          SourceException.Reason.NOT_UNDERSTOOD,
          "this server does not read chats of " + address.scheme());
    }
    return connection.open(session, address.value(), checkpoint);
  }
}
