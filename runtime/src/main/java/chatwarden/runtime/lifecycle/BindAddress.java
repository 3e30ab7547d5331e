package chatwarden.runtime.lifecycle;

import chatwarden.runtime.config.ConfigKey;
import chatwarden.runtime.error.InvalidInputException;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** The addresses on which servers listen. */
public final class BindAddress {

  private BindAddress() {}

  /**
   * Returns the address of a host.
   *
   * @param setting the setting that names the host
   * @throws InvalidInputException naming the setting when the host has no address
   */
  public static InetAddress resolve(ConfigKey<String> setting, String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw InvalidInputException.of(setting.name(), host + " is not an address of this machine");
    }
  }

  /**
   * Returns whether only this machine reaches a host.
   *
   * @param setting the setting that names the host
   * @throws InvalidInputException naming the setting when the host has no address
   */
  public static boolean isLoopback(ConfigKey<String> setting, String host) {
    return resolve(setting, host).isLoopbackAddress();
  }
}
