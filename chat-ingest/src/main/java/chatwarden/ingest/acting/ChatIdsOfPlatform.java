package chatwarden.ingest.acting;

import chatwarden.ingest.account.ActingAccount;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The ids by which platforms call chats, asked for now and then. Safe for use by many threads. */
final class ChatIdsOfPlatform {
  private static final Duration LIFE = Duration.ofMinutes(10);

  private record Known(String id, Instant end) {}

  private final Map<String, Known> known = new ConcurrentHashMap<>();
  private final InstantSource clock;

  ChatIdsOfPlatform(InstantSource clock) {
    this.clock = clock;
  }

  /** Returns the id; empty where the platform has no such chat now. */
  Optional<String> find(ActingTarget target, ActingAccount account)
      throws IOException, InterruptedException {
    String source = target.source().toString();
    Known before = known.get(source);
    Instant now = clock.instant();
    if (before != null && now.isBefore(before.end())) {
      return Optional.of(before.id());
    }
    Optional<String> found = target.platform().chatId(target.source().value(), account);
    known.values().removeIf(old -> !now.isBefore(old.end()));
    found.ifPresent(id -> known.put(source, new Known(id, now.plus(LIFE))));
    return found;
  }
}
