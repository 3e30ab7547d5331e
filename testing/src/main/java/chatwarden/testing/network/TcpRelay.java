package chatwarden.testing.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Makes a server on loopback reachable on another address. Runs on daemon threads of its own. */
public final class TcpRelay implements AutoCloseable {

  private final ServerSocket listening = new ServerSocket();
  private final int target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private TcpRelay(String address, int target) throws IOException {
    this.target = target;
    listening.bind(new InetSocketAddress(address, 0));
  }

  /** Relays a free port of {@code address} to {@code target} of loopback. */
  public static TcpRelay open(String address, int target) {
    try {
      TcpRelay relay = new TcpRelay(address, target);
      Thread.ofPlatform().daemon().name("relay-" + target).start(relay::accept);
      return relay;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The port that is listened on. */
  public int port() {
    return listening.getLocalPort();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        open.add(client);
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        open.add(server);
        Thread.ofPlatform().daemon().start(() -> copy(client, server));
        Thread.ofPlatform().daemon().start(() -> copy(server, client));
      } catch (IOException e) {
        continue; // closed, or the server is away: the client sees its connection end
      }
    }
  }

  private void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // One side left: so does the other.
    } finally {
      end(from);
      end(to);
    }
  }

  private void end(Socket socket) {
    if (open.remove(socket)) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    open.forEach(this::end);
  }
}
