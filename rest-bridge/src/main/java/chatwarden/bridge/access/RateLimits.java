package chatwarden.bridge.access;

import chatwarden.runtime.error.OverloadedException;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * How often each of many may call: a token bucket each, that holds twice what comes in a second.
 * Those that are quiet for a while are forgotten, and beyond {@value #MAX_BUCKETS} of them the ones
 * that called least, so memory is bounded. Never blocks; safe for use by many threads.
 */
final class RateLimits {

  static final int MAX_BUCKETS = 20_000;
  private static final Duration FORGET = Duration.ofMinutes(10);

  private final String reason;
  private final int perSecond;
  private final Cache<String, Bucket> buckets =
      Caffeine.newBuilder()
          .maximumSize(MAX_BUCKETS)
          .expireAfterAccess(FORGET)
          .executor(Runnable::run)
          .build();

  /**
   * Limits.
   *
   * @param reason the reason of the refusal
   * @param perSecond calls a second; 0 is any number
   */
  RateLimits(String reason, int perSecond) {
    this.reason = reason;
    this.perSecond = perSecond;
  }

  /**
   * Counts a call.
   *
   * @throws OverloadedException with the time to wait, when it is one too many
   */
  void take(String who) {
    if (perSecond == 0) {
      return;
    }
    ConsumptionProbe probe = buckets.get(who, it -> bucket()).tryConsumeAndReturnRemaining(1);
    if (!probe.isConsumed()) {
      throw OverloadedException.of(
          reason,
          "more calls than the " + perSecond + " a second that are allowed",
          Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }
  }

  private Bucket bucket() {
    return Bucket.builder()
        .addLimit(
            limit -> limit.capacity(2L * perSecond).refillGreedy(perSecond, Duration.ofSeconds(1)))
        .build();
  }

  /** How many are remembered. */
  long remembered() {
    buckets.cleanUp();
    return buckets.estimatedSize();
  }

  /** What counts as one address: an IPv4 address, or the 64 bits that one IPv6 network has. */
  static String place(InetAddress address) {
    byte[] bytes = address.getAddress();
    return address instanceof Inet6Address
        ? HexFormat.of().formatHex(Arrays.copyOf(bytes, 8)) + "/64"
        : address.getHostAddress();
  }
}
