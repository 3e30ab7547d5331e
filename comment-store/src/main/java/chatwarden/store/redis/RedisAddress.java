package chatwarden.store.redis;

import chatwarden.runtime.error.InvalidInputException;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where Redis is.
 *
 * @param cluster whether it is a Redis Cluster
 * @param nodes an address of Redis for every host, at least one; may hold passwords
 */
public record RedisAddress(boolean cluster, List<String> nodes) {

  private static final Pattern URI =
      Pattern.compile("(redis|rediss|redis-cluster|rediss-cluster)://([^@/]*@)?([^@/]+)(/\\d*)?");

  private static final Pattern HOST =
      Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?");

  /**
   * Reads the setting.
   *
   * @throws InvalidInputException naming {@code redis.uri}, without its value
   */
  public static RedisAddress parse(String uri) {
    Matcher matcher = URI.matcher(uri);
    if (!matcher.matches()) {
      throw refusal(uri);
    }
    boolean cluster = matcher.group(1).endsWith("-cluster");
    String scheme = matcher.group(1).replace("-cluster", "");
    String user = matcher.group(2) == null ? "" : matcher.group(2);
    String database = matcher.group(4) == null || cluster ? "" : matcher.group(4);
    List<String> nodes = new ArrayList<>();
    for (String host : matcher.group(3).split(",", -1)) {
      if (!HOST.matcher(host).matches()) {
        throw refusal(uri);
      }
      nodes.add(scheme + "://" + user + host + database);
    }
    if (nodes.size() > 1 && !cluster) {
      throw refusal(uri);
    }
    RedisAddress address = new RedisAddress(cluster, List.copyOf(nodes));
    address.uris(Duration.ofSeconds(1));
    return address;
  }

  /** For Lettuce, with the time limit of commands. */
  List<RedisURI> uris(Duration timeout) {
    try {
      return nodes.stream().map(node -> uri(node, timeout)).toList();
    } catch (IllegalArgumentException e) {
      // What Lettuce says of it may hold the password.
      throw refusal("");
    }
  }

  /** The hosts and ports, for people. */
  public String hosts() {
    return String.join(
        ", ",
        uris(Duration.ofSeconds(1)).stream().map(u -> u.getHost() + ":" + u.getPort()).toList());
  }

  private static RedisURI uri(String node, Duration timeout) {
    RedisURI uri = RedisURI.create(node);
    uri.setTimeout(timeout);
    return uri;
  }

  private static InvalidInputException refusal(String uri) {
    String what =
        uri.equals("embedded")
            ? "embedded, but this process has no Redis of its own"
            : "not an address of Redis";
    return InvalidInputException.of(
        StoreKeys.REDIS_URI.name(),
        what + " (expected: redis://host:port, or redis-cluster://host:port,host:port)");
  }
}
