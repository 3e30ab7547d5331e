package chatwarden.ingest.eventsub;

import chatwarden.ingest.source.SeenComments;
import chatwarden.ingest.source.SeenComments.Sighting;
import chatwarden.ingest.source.SourceClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection of an account to EventSub, which its channels share: Twitch admits three
 * connections an account. It is made for the first channel and closed after the last. Each message
 * goes once to the channels that it is about, in the order of the connection. Any thread may call.
 */
final class AccountFeed {
  private static final Logger log = LoggerFactory.getLogger(AccountFeed.class);
  private static final int REMEMBERED = 4_096;

  private final String account;
  private final HttpClient client;
  private final EventSubSettings settings;
  private final SourceClock clock;
  private final SeenComments seen = new SeenComments(REMEMBERED);
  private final List<ChannelFeed> channels = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable EventSubSocket current;

  AccountFeed(String account, HttpClient client, EventSubSettings settings, SourceClock clock) {
    this.account = account;
    this.client = client;
    this.settings = settings;
    this.clock = clock;
  }

  /** Returns a feed of a channel; connects where no connection is open. */
  ChannelFeed join(String channel) throws IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      if (current == null) {
        EventSubSocket opened =
            EventSubSocket.open(client, settings.url(), settings.connectTimeout());
        current = opened;
        log.info("Started eventsub account={}", account);
        Thread.ofVirtual().name("eventsub-" + account).start(() -> run(opened));
      }
      ChannelFeed feed = new ChannelFeed(channel, this);
      channels.add(feed);
      return feed;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the id by which subscriptions name the connection. */
  String session() throws IOException {
    lock.lock();
    try {
      if (current == null) {
        throw new IOException("the connection is lost");
      }
      return current.session();
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether a feed of the channel is there. */
  boolean has(String channel) {
    return channels.stream().anyMatch(feed -> feed.channel().equals(channel));
  }

  /** Returns whether the connection is there. */
  boolean isConnected() {
    lock.lock();
    try {
      return current != null;
    } finally {
      lock.unlock();
    }
  }

  /** Takes a feed out; closes the connection after the last one. */
  void leave(ChannelFeed feed) {
    lock.lock();
    try {
      if (channels.remove(feed) && channels.isEmpty() && current != null) {
        current.close();
        current = null;
        log.info("Stopped eventsub account={}", account);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends the connection. */
  void close() {
    lock.lock();
    try {
      if (current != null) {
        current.close();
      }
    } finally {
      lock.unlock();
    }
  }

  private void run(EventSubSocket opened) {
    EventSubSocket socket = opened;
    String reason;
    try {
      while (true) {
        Optional<EventSubMessage> message = socket.next(socket.silence());
        if (message.isEmpty()) {
          reason = "nothing came within " + socket.silence();
          break;
        }
        if (message.get().type().equals("session_reconnect")) {
          socket = handOver(socket, message.get().ofSession("reconnect_url"));
        } else {
          pass(message.get());
        }
      }
    } catch (IOException e) {
      reason = String.valueOf(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      reason = "interrupted";
    }
    lose(socket, reason);
  }

  /** Passes a message on to the channels that it is about, unless it was passed on before. */
  private void pass(EventSubMessage message) throws InterruptedException {
    boolean isForChannels =
        message.type().equals("notification") || message.type().equals("revocation");
    if (isForChannels && seen.see(message.id(), "") == Sighting.NEW) {
      String channel = message.channel();
      for (ChannelFeed feed : channels) {
        if (feed.channel().equals(channel)) {
          feed.put(message);
        }
      }
    }
  }

  /**
   * Moves to the connection that Twitch asks for: reads the old one until the new one has its
   * welcome, has the old one closed, and reads it to its end before the new one.
   */
  private EventSubSocket handOver(EventSubSocket old, String address)
      throws IOException, InterruptedException {
    log.info("Moving eventsub account={}", account);
    Handover handover = new Handover(client, target(address), settings.connectTimeout(), clock);
    EventSubSocket fresh = handover.from(old, this::pass);
    lock.lock();
    try {
      if (current != old) {
        fresh.close(); // The last channel left meanwhile.
        throw new IOException("the connection was closed");
      }
      current = fresh;
    } finally {
      lock.unlock();
    }
    handover.drain(old, this::pass);
    log.info("Moved eventsub account={}", account);
    return fresh;
  }

  /** The address must be one of the server that is configured, or of one below its name. */
  private URI target(String address) throws IOException {
    try {
      URI target = URI.create(address);
      String host = String.valueOf(target.getHost());
      String known = settings.url().getHost();
      if (settings.url().getScheme().equals(target.getScheme())
          && (host.equals(known) || host.endsWith("." + known))) {
        return target;
      }
    } catch (IllegalArgumentException e) {
      // Refused below.
    }
    throw new IOException("Twitch asks to connect to another server than that of twitch.eventsub");
  }

  private void lose(EventSubSocket socket, String reason) {
    socket.abort();
    lock.lock();
    try {
      if (current != socket) {
        return;
      }
      current = null;
      channels.forEach(feed -> feed.lose(reason));
    } finally {
      lock.unlock();
    }
    log.warn("Lost eventsub account={} reason=\"{}\"", account, reason);
  }
}
