package chatwarden.ingest.helix;

import chatwarden.ingest.http.ApiAnswer;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/** The points that accounts have left of their minute, as Twitch said last. */
final class HelixRate {
  /** So many points are kept for bans, time-outs and what cannot wait. */
  private static final long RESERVE = 80;

  private record Left(long points, Instant reset) {}

  private final Map<String, Left> left = new ConcurrentHashMap<>();

  /** Notes the headers of an answer. */
  void note(String account, ApiAnswer answer) {
    OptionalLong points = answer.number("Ratelimit-Remaining");
    OptionalLong reset = answer.number("Ratelimit-Reset");
    if (points.isPresent() && reset.isPresent()) {
      left.put(account, new Left(points.getAsLong(), Instant.ofEpochSecond(reset.getAsLong())));
    }
  }

  /** Returns when points are there again; empty where there are enough. */
  Optional<Instant> waitUntil(String account, boolean isDeferrable, Instant now) {
    return Optional.ofNullable(left.get(account))
        .filter(known -> known.points() <= (isDeferrable ? RESERVE : 0))
        .map(Left::reset)
        .filter(reset -> reset.isAfter(now));
  }
}
