package chatwarden.testing.twitch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;

/**
 * A server of IRC that speaks as Twitch's does: it lets guests into any channel that is open, and
 * sends messages to the guests.
 *
 * <p>Safe for use by many threads.
 */
public final class TwitchServer implements AutoCloseable {
  private final ServerSocket listener;
  private final boolean tls;
  private final Map<Socket, String> guests = new ConcurrentHashMap<>();
  private final List<String> received = new CopyOnWriteArrayList<>();
  private final Map<String, String> refusals = new ConcurrentHashMap<>();
  private volatile boolean deaf;

  private TwitchServer(ServerSocket listener, boolean tls) {
    this.listener = listener;
    this.tls = tls;
    Thread.ofVirtual().name("twitch-server").start(this::accept);
  }

  /** A server on a free port of this machine. */
  public static TwitchServer plain() throws IOException {
    return new TwitchServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), false);
  }

  /** The same, by TLS. */
  public static TwitchServer secured(SSLContext context) throws IOException {
    return new TwitchServer(
        context
            .getServerSocketFactory()
            .createServerSocket(0, 50, InetAddress.getLoopbackAddress()),
        true);
  }

  /** Where it answers. */
  public URI url() {
    return URI.create((tls ? "ircs" : "irc") + "://localhost:" + listener.getLocalPort());
  }

  /** Answers those who ask for the channel with this line instead of leading them in. */
  public void refuse(String channel, String line) {
    refusals.put(channel, line);
  }

  /** Takes what comes from now on without answering. */
  public void goDeaf() {
    deaf = true;
  }

  /** Sends a line, without its end, to everybody in the channel. */
  public void say(String channel, String line) throws IOException {
    for (Map.Entry<Socket, String> guest : guests.entrySet()) {
      if (guest.getValue().equals(channel)) {
        send(guest.getKey(), line);
      }
    }
  }

  /** How many are in the channel. */
  public int guests(String channel) {
    return (int) guests.values().stream().filter(channel::equals).count();
  }

  /** Cuts every connection. */
  public void hangUp() throws IOException {
    for (Socket guest : guests.keySet()) {
      guest.close();
    }
  }

  /** Every line that came, without its end, in the order of its connection. */
  public List<String> received() {
    return List.copyOf(received);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket guest = listener.accept();
        Thread.ofVirtual().name("twitch-guest").start(() -> serve(guest));
      } catch (IOException e) {
        // Closed: the loop sees it.
      }
    }
  }

  private void serve(Socket guest) {
    guests.put(guest, "");
    try (guest;
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(guest.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        received.add(line);
        if (!deaf) {
          answer(guest, line);
        }
      }
    } catch (IOException e) {
      // Gone.
    } finally {
      guests.remove(guest);
    }
  }

  private void answer(Socket guest, String line) throws IOException {
    String[] words = line.split(" ", 2);
    switch (words[0]) {
      case "CAP" -> send(guest, ":tmi.twitch.tv CAP * ACK :twitch.tv/tags twitch.tv/commands");
      case "NICK" -> send(guest, ":tmi.twitch.tv 001 " + words[1] + " :Welcome, GLHF!");
      case "PING" -> send(guest, ":tmi.twitch.tv PONG tmi.twitch.tv " + words[1]);
      case "JOIN" -> join(guest, words[1].substring(1));
      default -> {
        // A password, or an answer.
      }
    }
  }

  private void join(Socket guest, String channel) throws IOException {
    Optional<String> refusal = Optional.ofNullable(refusals.get(channel));
    if (refusal.isPresent()) {
      if (!refusal.get().isEmpty()) {
        send(guest, refusal.get());
      }
      return;
    }
    guests.put(guest, channel);
    send(guest, ":guest!guest@guest.tmi.twitch.tv JOIN #" + channel);
    send(guest, "@emote-only=0;room-id=1;slow=0;subs-only=0 :tmi.twitch.tv ROOMSTATE #" + channel);
  }

  private static synchronized void send(Socket guest, String line) throws IOException {
    OutputStream out = guest.getOutputStream();
    out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    hangUp();
  }
}
