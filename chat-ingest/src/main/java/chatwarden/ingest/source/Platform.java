package chatwarden.ingest.source;

import chatwarden.runtime.config.Config;
import chatwarden.runtime.config.ConfigKey;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Set;

/**
 * A platform whose chats can be read: one package, one line in the list of platforms, and one in
 * that of {@link chatwarden.domain.source.SourceAddress}.
 */
public interface Platform {

  /** The ability of a platform's sources. */
  enum Capability {
    /** A source goes on where an earlier one of its chat stopped. */
    RESUMES,
    /** A chat can be over, and its source then ends. */
    ENDS,
    /** Deleted comments and banned authors are reported. */
    REPORTS_MODERATION,
    /** A session chooses how many comments a second it reads. */
    PACED
  }

  /** Returns the scheme of its addresses. */
  String scheme();

  /** Returns its settings. */
  List<ConfigKey<?>> settings();

  /** Returns the abilities of its sources. */
  Set<Capability> capabilities();

  /**
   * Returns the way from this process to it.
   *
   * @param clock dates comments that come without a time, and measures waits
   * @throws chatwarden.runtime.error.InvalidInputException if a setting is wrong
   */
  PlatformConnection connect(Config config, SourceClock clock, MeterRegistry registry);
}
