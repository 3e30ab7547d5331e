package chatwarden.store.redis;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses a Redis that forgets: one that evicts keys when its memory is short. Warns of one that
 * keeps nothing on disk. Used by one thread at a time.
 */
public final class MemoryGuard {

  private static final Logger log = LoggerFactory.getLogger(MemoryGuard.class);

  private final boolean evictionAllowed;
  private final String hosts;
  private final AtomicLong evicted = new AtomicLong();
  private long evictedBefore = -1;

  public MemoryGuard(boolean evictionAllowed, String hosts, MeterRegistry registry, String client) {
    this.evictionAllowed = evictionAllowed;
    this.hosts = hosts;
    Gauge.builder("store.evicted.keys", evicted, AtomicLong::get)
        .description("Keys that Redis evicted for want of memory since it started")
        .tag("client", client)
        .register(registry);
  }

  /**
   * Looks at a Redis that was just reached.
   *
   * @throws ChatwardenException FAILED_PRECONDITION, with reason {@code STORE_EVICTS}, unless
   *     {@code redis.allow-eviction} is set
   */
  public void admit(RedisFacts facts) {
    TreeSet<String> policies = facts.evictionPolicies();
    policies.stream()
        .filter(policy -> policy.startsWith("allkeys-"))
        .findFirst()
        .ifPresent(this::refuse);
    policies.stream()
        .filter(policy -> policy.startsWith("volatile-"))
        .forEach(
            policy -> log.warn("Redis evicts comments at={} maxmemory-policy={}", hosts, policy));
    if (policies.isEmpty()) {
      log.warn("Redis does not say whether it evicts keys at={}; see redis-layout.md", hosts);
    }
    if (!facts.appendOnly().orElse(true)) {
      log.warn(
          "Redis writes no append-only file at={}: a restart of Redis loses comments (appendonly"
              + " yes)",
          hosts);
    }
  }

  private void refuse(String policy) {
    String found =
        "Redis at "
            + hosts
            + " evicts keys when memory is short (maxmemory-policy: "
            + policy
            + ", expected: noeviction)";
    if (!evictionAllowed) {
      throw FaultCode.FAILED_PRECONDITION.exception(
          "STORE_EVICTS",
          found
              + ": comments and sessions would vanish unnoticed; set the policy to noeviction, or"
              + " redis.allow-eviction to true");
    }
    log.warn("{}; redis.allow-eviction permits it", found);
  }

  /** Returns the problem: keys were evicted since the last look. */
  Optional<String> look(RedisFacts facts) {
    Optional<Long> count = facts.evictedKeys();
    count.ifPresent(evicted::set);
    long now = count.orElse(0L);
    boolean more = evictedBefore >= 0 && now > evictedBefore;
    long lost = now - evictedBefore;
    evictedBefore = now;
    if (!more) {
      return Optional.empty();
    }
    log.error("Redis evicted keys count={} at={}", lost, hosts);
    return evictionAllowed
        ? Optional.empty()
        : Optional.of(
            "Redis evicted " + lost + " keys: comments are lost (maxmemory, maxmemory-policy)");
  }
}
