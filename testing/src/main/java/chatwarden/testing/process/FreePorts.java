package chatwarden.testing.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of loopback that are free and that were not given before by this JVM.
 *
 * <p>They lie below the range from which the system serves outgoing connections. So no client takes
 * the port of a server that was killed, and none connects to itself while it waits for that server.
 */
public final class FreePorts {

  private static final int FIRST = 11_000;
  private static final int LAST = 22_000;
  private static final int TRIES = 1_000;
  // Two JVMs of one build take odd and even ports, so that neither finds free what the other opens.
  private static final int PARITY = Integer.getInteger("surefire.forkNumber", 0) & 1;
  private static final Set<Integer> given = new HashSet<>();

  private FreePorts() {}

  /** A port that can be listened on; 10,000 above it is another, for Redis Cluster's bus. */
  public static int next() {
    for (int i = 0; i < TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, LAST) & ~1 | PARITY;
      if (take(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port in [" + FIRST + ", " + LAST + ")");
  }

  private static boolean take(int port) {
    synchronized (given) {
      return isFree(port) && isFree(port + 10_000) && given.add(port);
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
