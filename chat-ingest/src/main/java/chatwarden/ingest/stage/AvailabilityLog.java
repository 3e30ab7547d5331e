package chatwarden.ingest.stage;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once that an engine is away and once that it is back, whoever notices. */
final class AvailabilityLog {

  private static final Logger log = LoggerFactory.getLogger(AvailabilityLog.class);

  private final String engine;
  private volatile boolean away;

  AvailabilityLog(String engine) {
    this.engine = engine;
  }

  void noticed(String reason) {
    if (!away && set(true)) {
      log.warn("Waiting engine={} reason={}", engine, reason);
    }
  }

  void over() {
    if (away && set(false)) {
      log.info("Answers again engine={}", engine);
    }
  }

  boolean isAway() {
    return away;
  }

  private synchronized boolean set(boolean value) {
    boolean changed = away != value;
    away = value;
    return changed;
  }
}
