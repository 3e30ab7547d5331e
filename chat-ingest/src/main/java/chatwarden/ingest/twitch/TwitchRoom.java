package chatwarden.ingest.twitch;

import chatwarden.ingest.source.SourceException;
import chatwarden.ingest.source.SourceException.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** One visit to a channel's chat. */
final class TwitchRoom {
  private final IrcConnection irc;
  private final String channel;
  private final TwitchSettings settings;

  TwitchRoom(IrcConnection irc, String channel, TwitchSettings settings) {
    this.irc = irc;
    this.channel = channel;
    this.settings = settings;
  }

  /**
   * Enters, as a guest of the number.
   *
   * @return whether the server led into the channel; if not, it said nothing about it
   * @throws SourceException when the channel does not exist or does not admit guests
   * @throws IOException when the connection is lost
   */
  boolean enter(int guest) throws SourceException, IOException {
    irc.send("CAP REQ :twitch.tv/tags twitch.tv/commands");
    irc.send("PASS guest");
    irc.send("NICK justinfan" + guest);
    irc.send("JOIN #" + channel);
    while (true) {
      Optional<IrcMessage> message = irc.next(settings.connectTimeout());
      if (message.isEmpty()) {
        return false;
      }
      switch (message.get().command()) {
        case "ROOMSTATE" -> {
          return true;
        }
        case "NOTICE" -> heed(message.get());
        case "CAP" -> {
          if (message.get().parameter(1).equals("NAK")) {
            throw new SourceException(
                Reason.NOT_UNDERSTOOD, "Twitch no longer says who wrote what, and which is gone");
          }
        }
        case "RECONNECT" -> throw new IOException("the server is about to go");
        default -> {
          // A welcome, in several lines.
        }
      }
    }
  }

  /**
   * Reads until the server asks to be called anew.
   *
   * @throws SourceException when the channel was removed
   * @throws IOException when the connection is lost
   */
  void read(TwitchDelivery delivery) throws SourceException, IOException, InterruptedException {
    Duration silence = settings.silence();
    boolean asked = false;
    while (true) {
      Optional<IrcMessage> message = irc.next(silence);
      if (message.isPresent()) {
        asked = false;
        String command = message.get().command();
        if (command.equals("RECONNECT")) {
          return;
        }
        if (command.equals("NOTICE")) {
          heed(message.get());
        } else {
          delivery.deliver(message.get());
        }
      } else if (asked) {
        throw new IOException("the server no longer answers");
      } else {
        irc.send("PING :chatwarden");
        asked = true;
      }
    }
  }

  private static void heed(IrcMessage notice) throws SourceException {
    switch (notice.tag("msg-id")) {
      case "msg_channel_suspended", "msg_room_not_found" ->
          throw new SourceException(
              Reason.NOT_FOUND, "no channel of this name exists on Twitch, or it is suspended");
      case "msg_banned" ->
          throw new SourceException(Reason.NOT_PERMITTED, "the channel lets no guests in");
      case "" -> {
        // Refused logins have no msg-id, and are not for a channel.
        if (notice.parameter(0).equals("*")) {
          throw new SourceException(
              Reason.NOT_PERMITTED, "Twitch requires an account to read this chat");
        }
      }
      default -> {
        // Only followers may write, and the like.
      }
    }
  }
}
