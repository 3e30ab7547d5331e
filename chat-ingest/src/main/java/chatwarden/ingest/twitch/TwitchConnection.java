package chatwarden.ingest.twitch;

import chatwarden.domain.source.TwitchAddress;
import chatwarden.ingest.account.ReadingAccounts;
import chatwarden.ingest.eventsub.EventSubConnections;
import chatwarden.ingest.eventsub.EventSubSource;
import chatwarden.ingest.source.ChatSource;
import chatwarden.ingest.source.PlatformConnection;
import chatwarden.ingest.source.SourceClock;
import chatwarden.livechat.v1.Session;
import java.util.Optional;

/** The connections of a process to Twitch, made when they are first needed. */
final class TwitchConnection implements PlatformConnection {
  private final TwitchConnections guests;
  private final EventSubConnections eventSub;
  private final ReadingAccounts accounts;
  private final String whyGuest;
  private final SourceClock clock;

  TwitchConnection(
      TwitchConnections guests,
      EventSubConnections eventSub,
      ReadingAccounts accounts,
      String whyGuest,
      SourceClock clock) {
    this.guests = guests;
    this.eventSub = eventSub;
    this.accounts = accounts;
    this.whyGuest = whyGuest;
    this.clock = clock;
  }

  @Override
  public ChatSource open(Session session, String channel, Optional<byte[]> checkpoint) {
    String chat = session.getChat();
    return new TwitchChatSource(
        channel,
        () ->
            accounts
                .of(TwitchAddress.SCHEME, chat, channel)
                .map(
                    calls ->
                        new TwitchChatSource.Opened(
                            calls.account().getId(),
                            new EventSubSource(channel, chat, eventSub, calls, clock))),
        whyGuest,
        new TwitchSource(channel, chat, guests, clock));
  }

  @Override
  public void close() {
    eventSub.close();
  }
}
