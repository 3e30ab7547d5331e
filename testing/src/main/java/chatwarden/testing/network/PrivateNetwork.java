package chatwarden.testing.network;

import chatwarden.testing.process.Executables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;

/**
 * A network of hosts that are network namespaces: each has a loopback of its own, an address, and a
 * file of hosts with the names of all. The test's process is on it as well, at {@link #gateway}.
 * Needs Linux and root; elsewhere the test is skipped and says so. Used by one thread.
 *
 * <pre>{@code
 * try (PrivateNetwork network = PrivateNetwork.of(List.of("models", "front"), List.of("redis"))) {
 *   JavaProcess.ofMain("x.Main").within(network.host("front").launcher()).start();
 * }
 * }</pre>
 */
public final class PrivateNetwork implements AutoCloseable {

  private static final Path HOSTS_FILES = Path.of("/etc/netns");
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final Path ip;
  private final String name =
      "cw" + (ProcessHandle.current().pid() % 100_000) + "n" + COUNT.incrementAndGet();
  private final String subnet =
      "10.231." + ((ProcessHandle.current().pid() + COUNT.get()) % 250) + ".";
  private final Map<String, Host> hosts = new LinkedHashMap<>();

  private PrivateNetwork(Path ip) {
    this.ip = ip;
  }

  /**
   * A network of hosts with these names.
   *
   * @param servers names under which the hosts find the test's process, for servers that it relays
   */
  public static PrivateNetwork of(List<String> names, List<String> servers) {
    PrivateNetwork network = new PrivateNetwork(Executables.require("ip"));
    try {
      network.open(names);
      network.writeNames(servers);
    } catch (IOException e) {
      network.close();
      Assumptions.abort("this machine makes no network namespaces: " + e.getMessage());
    }
    return network;
  }

  private void open(List<String> names) throws IOException {
    run("link", "add", name, "type", "bridge");
    run("addr", "add", gateway() + "/24", "dev", name);
    run("link", "set", name, "up");
    for (String host : names) {
      add(host, hosts.size() + 2);
    }
  }

  private void add(String host, int number) throws IOException {
    String namespace = namespace(host);
    String address = subnet + number;
    run("netns", "add", namespace);
    hosts.put(host, new Host(host, address, List.of(ip.toString(), "netns", "exec", namespace)));
    run("link", "add", name + "h" + number, "type", "veth", "peer", "eth0", "netns", namespace);
    run("link", "set", name + "h" + number, "master", name, "up");
    run("-n", namespace, "addr", "add", address + "/24", "dev", "eth0");
    run("-n", namespace, "link", "set", "eth0", "up");
    run("-n", namespace, "link", "set", "lo", "up");
  }

  private String namespace(String host) {
    return name + "-" + host;
  }

  private void writeNames(List<String> servers) throws IOException {
    StringBuilder names = new StringBuilder("127.0.0.1 localhost\n");
    servers.forEach(server -> names.append(gateway()).append(' ').append(server).append('\n'));
    hosts
        .values()
        .forEach(host -> names.append(host.address()).append(' ').append(host.name()).append('\n'));
    for (String host : hosts.keySet()) {
      Path file = hostsFile(host);
      Files.createDirectories(file.getParent());
      Files.writeString(file, names);
    }
  }

  private Path hostsFile(String host) {
    return HOSTS_FILES.resolve(namespace(host)).resolve("hosts");
  }

  /** The address of the test's process on the network. */
  public String gateway() {
    return subnet + "1";
  }

  /** The host of this name. */
  public Host host(String name) {
    Host host = hosts.get(name);
    if (host == null) {
      throw new IllegalArgumentException("name: " + name + " (expected: one of " + hosts.keySet());
    }
    return host;
  }

  private void run(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(ip.toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    try {
      if (process.waitFor() != 0) {
        throw new IOException("ip " + String.join(" ", arguments) + ": " + printed);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Removes the hosts; their processes have to be gone before. */
  @Override
  public void close() {
    for (String host : hosts.keySet()) {
      tryRun("netns", "del", namespace(host));
      try {
        Files.deleteIfExists(hostsFile(host));
        Files.deleteIfExists(hostsFile(host).getParent());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    tryRun("link", "del", name);
  }

  /** An item that was never made cannot be removed. */
  private void tryRun(String... arguments) {
    try {
      run(arguments);
    } catch (IOException e) {
      System.err.println(e.getMessage());
    }
  }
}
