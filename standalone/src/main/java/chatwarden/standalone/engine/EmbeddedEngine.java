package chatwarden.standalone.engine;

import static java.util.Objects.requireNonNull;

import chatwarden.runtime.health.OwnEngine;
import chatwarden.runtime.lifecycle.ServicePart;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** An engine that this process starts for itself, with a folder and a port of loopback. */
public abstract sealed class EmbeddedEngine implements ServicePart
    permits EmbeddedBroker, EmbeddedRedis {

  final Path path;
  final int wishedPort;
  private final String name;
  private volatile @Nullable String uri;
  private @Nullable EngineFolder folder;

  /**
   * An engine that is not started.
   *
   * @param name of one word, in lower case
   * @param port 0 takes a free one
   */
  EmbeddedEngine(String name, Path path, int port) {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port: " + port + " (expected: 0 to 65535)");
    }
    this.name = name;
    this.path = path.toAbsolutePath().normalize();
    this.wishedPort = port;
  }

  @Override
  public final String name() {
    return "embedded-" + name;
  }

  /**
   * Returns the address, with the password.
   *
   * @throws IllegalStateException when it is not started
   */
  public final String uri() {
    String known = uri;
    if (known == null) {
      throw new IllegalStateException("the embedded " + name + " is not started");
    }
    return known;
  }

  /** Returns the state of its health. */
  public abstract OwnEngine status();

  /** Keeps the folder that the engine runs in until {@link #release}. */
  final void startedIn(EngineFolder taken, String address) {
    folder = taken;
    uri = address;
  }

  /** Returns the folder that the engine runs in. */
  final EngineFolder folder() {
    return requireNonNull(folder);
  }

  /** Lets another process have the folder. */
  final void release() throws IOException {
    if (folder != null) {
      folder.close();
      folder = null;
    }
  }
}
