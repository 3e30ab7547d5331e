package chatwarden.store.redis;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the servers of a Redis say of themselves: by CONFIG GET, or by INFO where that is forbidden,
 * as it is on many hosted ones.
 */
final class RedisFacts {

  private static final Logger log = LoggerFactory.getLogger(RedisFacts.class);

  private final RedisEngine engine;
  private final DedicatedConnection line;

  RedisFacts(RedisEngine engine, DedicatedConnection line) {
    this.engine = engine;
    this.line = line;
  }

  /** What goes first when memory is short, of every server with another answer; empty: not said. */
  TreeSet<String> evictionPolicies() {
    return answers("maxmemory-policy", "memory", "maxmemory_policy", Map.of());
  }

  /** Whether every server writes an append-only file; empty: not said. */
  Optional<Boolean> appendOnly() {
    TreeSet<String> answers =
        answers("appendonly", "persistence", "aof_enabled", Map.of("1", "yes", "0", "no"));
    return answers.isEmpty() ? Optional.empty() : Optional.of(!answers.contains("no"));
  }

  /**
   * Has every server write its append-only file anew, without removed values. A server that has
   * none, or does not allow it, is left alone.
   */
  void rewriteAppendOnlyFiles() {
    if (!appendOnly().orElse(false)) {
      return;
    }
    try {
      engine.rewrite(line).forEach(RedisFaults::await);
    } catch (ChatwardenException e) {
      passOnIfAway(e);
      log.debug("Redis rewrites no append-only file reason={}", e.reason());
    }
  }

  /** How many keys all servers have evicted since their starts; empty: not said. */
  Optional<Long> evictedKeys() {
    List<String> counts = infos("stats", "evicted_keys");
    return counts.isEmpty()
        ? Optional.empty()
        : Optional.of(counts.stream().mapToLong(Long::parseLong).sum());
  }

  private TreeSet<String> answers(
      String setting, String section, String field, Map<String, String> words) {
    try {
      TreeSet<String> answers = new TreeSet<>();
      engine
          .setting(line, setting)
          .forEach(answer -> answers.addAll(RedisFaults.await(answer).values()));
      if (!answers.isEmpty()) {
        return answers;
      }
    } catch (ChatwardenException e) {
      passOnIfAway(e);
    }
    TreeSet<String> answers = new TreeSet<>();
    infos(section, field).forEach(value -> answers.add(words.getOrDefault(value, value)));
    return answers;
  }

  private List<String> infos(String section, String field) {
    try {
      return engine.info(line, section).stream()
          .flatMap(answer -> RedisFaults.await(answer).lines())
          .map(String::strip)
          .filter(entry -> entry.startsWith(field + ":"))
          .map(entry -> entry.substring(field.length() + 1))
          .toList();
    } catch (ChatwardenException e) {
      passOnIfAway(e);
      return List.of();
    }
  }

  /** A server that forbids the question has answered it. */
  private static void passOnIfAway(ChatwardenException fault) {
    if (FaultCode.UNAVAILABLE.isOf(fault)) {
      throw fault;
    }
  }
}
