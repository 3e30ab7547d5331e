package chatwarden.runtime.health;

import java.util.Optional;

/** An engine that a process runs itself, as it shows it to people. Safe for use by many threads. */
public interface OwnEngine {

  /** The part of the platform that it is: {@code store} or {@code broker}. */
  String part();

  /** Why it does not work, such as a full disk; empty while it does. */
  Optional<String> problem();

  /** How many bytes are free on the disk of its data. */
  long freeBytes();
}
