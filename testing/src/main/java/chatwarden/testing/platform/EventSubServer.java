package chatwarden.testing.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * EventSub's WebSocket server: a welcome, keepalives, notifications to the subscriptions of a
 * session, moves to another connection, revocations and the limits. Safe for use by many threads.
 */
public final class EventSubServer implements AutoCloseable {
  private static final int KEEPALIVE_SECONDS = 1;
  private static final int MAX_CONNECTIONS = 3;
  private static final int MAX_SUBSCRIPTIONS = 300;
  private static final Pattern RECONNECT = Pattern.compile("/reconnect\\?from=(.+)");

  private final ServerSocket listener;
  private final AtomicInteger numbers = new AtomicInteger();
  private final List<EventSubSession> sessions = new CopyOnWriteArrayList<>();
  private final AtomicInteger connected = new AtomicInteger();
  private final Semaphore welcomes = new Semaphore(0);
  private volatile boolean moderating = true;
  private volatile boolean holdingWelcomes;
  private volatile boolean silent;
  private volatile boolean refusing;

  /** Starts one. */
  public EventSubServer() {
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().name("eventsub-server").start(this::accept);
    Thread.ofVirtual().name("eventsub-keepalive").start(this::keepAlive);
  }

  /** Returns where it answers. */
  public URI url() {
    return URI.create("ws://127.0.0.1:" + listener.getLocalPort() + "/ws");
  }

  /** Returns how many connections are open. */
  public int connections() {
    return sessions.size();
  }

  /** Returns how many connections were made so far. */
  public int connected() {
    return connected.get();
  }

  /** Returns the types of the subscriptions to a channel, in the order of their making. */
  public List<String> subscriptions(String channel) {
    return sessions.stream()
        .flatMap(session -> session.subscriptions().stream())
        .filter(subscription -> subscription.channel().equals(channel))
        .map(EventSubSession.Subscription::type)
        .toList();
  }

  /** Whether the account moderates its channels, which events of AutoMod take. */
  public void moderate(boolean value) {
    moderating = value;
  }

  /** Sends no keepalives from now on. */
  public void fallSilent() {
    silent = true;
  }

  /** Whether connections are refused from now on. */
  public void refuse(boolean value) {
    refusing = value;
  }

  /** Lets new connections wait for their welcome until {@link #welcome}. */
  public void holdWelcomes() {
    holdingWelcomes = true;
  }

  /** Gives the welcome to a connection that waits for it. */
  public void welcome() {
    welcomes.release();
  }

  /** Cuts all connections. */
  public void hangUp() {
    sessions.forEach(EventSubSession::cut);
  }

  /** Sends a ping to all connections. */
  public void ping() {
    sessions.forEach(EventSubSession::ping);
  }

  /** Asks all connections to move. */
  public void askToReconnect() {
    String address = "ws://127.0.0.1:" + listener.getLocalPort() + "/reconnect?from=";
    sessions.forEach(session -> session.askToReconnect("m" + numbers.incrementAndGet(), address));
  }

  /**
   * Sends an event to the subscriptions to it.
   *
   * @param event the fields of the event beside that of the channel, as JSON without braces
   * @return the id of the message
   */
  public String send(String type, String channel, String event) {
    String id = "m" + numbers.incrementAndGet();
    send(id, type, channel, event);
    return id;
  }

  /** Sends an event in a message with this id, which may be one that was sent before. */
  public void send(String id, String type, String channel, String event) {
    for (EventSubSession session : sessions) {
      session
          .subscription(type, channel)
          .ifPresent(
              subscription ->
                  session.send(
                      "notification",
                      id,
                      type,
                      "{\"subscription\":"
                          + subscription.json("enabled")
                          + ",\"event\":{\"broadcaster_user_id\":\""
                          + channel
                          + "\","
                          + event
                          + "}}"));
    }
  }

  /** Ends the subscriptions to a channel for a reason. */
  public void revoke(String channel, String status) {
    revoke("", channel, status);
  }

  /** Ends the subscriptions to a channel whose types begin so. */
  public void revoke(String types, String channel, String status) {
    for (EventSubSession session : sessions) {
      for (EventSubSession.Subscription subscription : session.subscriptions()) {
        if (subscription.channel().equals(channel) && subscription.type().startsWith(types)) {
          session.remove(subscription.id());
          session.send(
              "revocation",
              "m" + numbers.incrementAndGet(),
              subscription.type(),
              "{\"subscription\":" + subscription.json(status) + "}");
        }
      }
    }
  }

  /** Answers {@code POST /eventsub/subscriptions}. */
  ApiReply subscribe(String body) {
    Optional<EventSubSession> session =
        sessions.stream().filter(it -> it.id().equals(field(body, "session_id"))).findFirst();
    String type = field(body, "type");
    String channel = field(body, "broadcaster_user_id");
    if (session.isEmpty() || type.isEmpty() || channel.isEmpty()) {
      return ApiReply.of(
          400, "{\"message\":\"websocket transport session does not exist or disconnected\"}");
    }
    if (type.startsWith("automod.")
        && (!moderating || field(body, "moderator_user_id").isEmpty())) {
      return ApiReply.of(403, "{\"message\":\"subscription missing proper authorization\"}");
    }
    if (session.get().subscription(type, channel).isPresent()) {
      return ApiReply.of(409, "{\"message\":\"subscription already exists\"}");
    }
    if (session.get().subscriptions().size() >= MAX_SUBSCRIPTIONS) {
      return ApiReply.of(429, "{\"message\":\"number of subscriptions exceeded\"}");
    }
    if (sessions.size() > MAX_CONNECTIONS) {
      return ApiReply.of(429, "{\"message\":\"number of websocket transports limit exceeded\"}");
    }
    String id = "sub" + numbers.incrementAndGet();
    session.get().add(new EventSubSession.Subscription(id, type, channel));
    return ApiReply.of(202, "{\"data\":[{\"id\":\"" + id + "\",\"status\":\"enabled\"}]}");
  }

  /** Answers {@code DELETE /eventsub/subscriptions}. */
  ApiReply unsubscribe(String id) {
    boolean isKnown = false;
    for (EventSubSession session : sessions) {
      isKnown |= session.remove(id);
    }
    return isKnown ? ApiReply.of(204, "") : ApiReply.of(404, "{\"message\":\"not found\"}");
  }

  private static String field(String body, String name) {
    Matcher found = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(body);
    return found.find() ? found.group(1) : "";
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        if (refusing) {
          socket.close();
        } else {
          Thread.ofVirtual().name("eventsub-session").start(() -> serve(socket));
        }
      } catch (IOException e) {
        // Closed: the loop sees it.
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      WebSocketPeer peer = new WebSocketPeer(socket);
      connected.incrementAndGet();
      if (holdingWelcomes) {
        welcomes.acquire();
      }
      EventSubSession session = new EventSubSession("s" + numbers.incrementAndGet(), peer);
      welcomed(session, peer.target());
      try {
        if (peer.readToTheEnd()) {
          peer.close(4001);
        }
      } finally {
        sessions.remove(session);
      }
    } catch (IOException e) {
      // Gone.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** From the welcome on, events go to the new connection, and not to the one that it follows. */
  private synchronized void welcomed(EventSubSession session, String target) {
    session.send(
        "session_welcome",
        "m" + numbers.incrementAndGet(),
        "",
        "{\"session\":{\"id\":\""
            + session.id()
            + "\",\"status\":\"connected\",\"keepalive_timeout_seconds\":"
            + KEEPALIVE_SECONDS
            + ",\"reconnect_url\":null,\"connected_at\":\""
            + Instant.now()
            + "\"}}");
    sessions.add(session);
    Matcher reconnect = RECONNECT.matcher(target);
    if (reconnect.matches()) {
      sessions.stream()
          .filter(old -> old.id().equals(reconnect.group(1)))
          .findFirst()
          .ifPresent(session::takeOver);
    }
  }

  private void keepAlive() {
    try {
      while (!listener.isClosed()) {
        Thread.sleep(KEEPALIVE_SECONDS * 500L);
        if (!silent) {
          sessions.forEach(
              session ->
                  session.send("session_keepalive", "m" + numbers.incrementAndGet(), "", "{}"));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    hangUp();
  }
}
