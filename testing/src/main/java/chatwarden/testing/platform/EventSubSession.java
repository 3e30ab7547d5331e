package chatwarden.testing.platform;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** One connection to EventSub with its subscriptions. Safe for use by many threads. */
final class EventSubSession {
  private final String id;
  private final WebSocketPeer peer;
  private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();

  /** A subscription to the events of a channel. */
  record Subscription(String id, String type, String channel) {
    /** Returns it as messages have it. */
    String json(String status) {
      return "{\"id\":\""
          + id
          + "\",\"status\":\""
          + status
          + "\",\"type\":\""
          + type
          + "\",\"version\":\"1\",\"condition\":{\"broadcaster_user_id\":\""
          + channel
          + "\",\"user_id\":\"9\"},\"cost\":0}";
    }
  }

  EventSubSession(String id, WebSocketPeer peer) {
    this.id = id;
    this.peer = peer;
  }

  String id() {
    return id;
  }

  List<Subscription> subscriptions() {
    return List.copyOf(subscriptions);
  }

  Optional<Subscription> subscription(String type, String channel) {
    return subscriptions.stream()
        .filter(known -> known.type().equals(type) && known.channel().equals(channel))
        .findFirst();
  }

  void add(Subscription subscription) {
    subscriptions.add(subscription);
  }

  boolean remove(String subscription) {
    return subscriptions.removeIf(known -> known.id().equals(subscription));
  }

  /** Takes the subscriptions of the session that it follows. */
  void takeOver(EventSubSession old) {
    subscriptions.addAll(old.subscriptions);
    old.subscriptions.clear();
  }

  /** Sends a message, unless the connection is gone. */
  void send(String type, String message, String subscription, String payload) {
    String of =
        subscription.isEmpty()
            ? ""
            : ",\"subscription_type\":\"" + subscription + "\",\"subscription_version\":\"1\"";
    try {
      peer.send(
          "{\"metadata\":{\"message_id\":\""
              + message
              + "\",\"message_type\":\""
              + type
              + "\",\"message_timestamp\":\""
              + Instant.now()
              + "\""
              + of
              + "},\"payload\":"
              + payload
              + "}");
    } catch (IOException e) {
      // The client left.
    }
  }

  /** Asks the client to move to an address that ends in the id of this session. */
  void askToReconnect(String message, String address) {
    send(
        "session_reconnect",
        message,
        "",
        "{\"session\":{\"id\":\""
            + id
            + "\",\"status\":\"reconnecting\",\"keepalive_timeout_seconds\":null,"
            + "\"reconnect_url\":\""
            + address
            + id
            + "\"}}");
  }

  void ping() {
    try {
      peer.ping();
    } catch (IOException e) {
      // The client left.
    }
  }

  void cut() {
    try {
      peer.close();
    } catch (IOException e) {
      // It is gone already.
    }
  }
}
