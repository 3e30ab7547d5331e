package chatwarden.repository.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;

/** Relays connections to a server on loopback, and cuts the next ones after so many bytes. */
final class CuttingRelay implements AutoCloseable {

  private final ServerSocket socket;
  private final int target;
  private final Deque<Integer> cuts = new ArrayDeque<>();
  private final AtomicLong relayed = new AtomicLong();

  CuttingRelay(int target) {
    this.target = target;
    try {
      this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofPlatform().daemon().start(this::accept);
  }

  int port() {
    return socket.getLocalPort();
  }

  /** Cuts the next connection that is made after so many bytes of answers. */
  synchronized void cut(int bytes) {
    cuts.add(bytes);
  }

  /** Returns how many bytes of answers went through. */
  long relayed() {
    return relayed.get();
  }

  /** Counts from 0 again. */
  void forget() {
    relayed.set(0);
  }

  private synchronized int limit() {
    Integer cut = cuts.poll();
    return cut == null ? Integer.MAX_VALUE : cut;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = socket.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        int limit = limit();
        Thread.ofPlatform()
            .daemon()
            .start(() -> copy(client, server, Integer.MAX_VALUE, new AtomicLong()));
        Thread.ofPlatform().daemon().start(() -> copy(server, client, limit, relayed));
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private static void copy(Socket from, Socket to, int limit, AtomicLong counter) {
    try (from;
        to;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      byte[] buffer = new byte[8_192];
      int left = limit;
      for (int read = in.read(buffer); read >= 0 && left > 0; read = in.read(buffer)) {
        out.write(buffer, 0, Math.min(read, left));
        counter.addAndGet(Math.min(read, left));
        left -= read;
      }
    } catch (IOException e) {
      // One side is gone, and the other goes with it.
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
