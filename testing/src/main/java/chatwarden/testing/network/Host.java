package chatwarden.testing.network;

import java.util.List;

/**
 * A host of a {@link PrivateNetwork}.
 *
 * @param name the name under which the other hosts find it
 * @param address its one address beside its loopback
 * @param launcher the words before a command that has to run on it
 */
public record Host(String name, String address, List<String> launcher) {

  /** Copies the words. */
  public Host {
    launcher = List.copyOf(launcher);
  }
}
