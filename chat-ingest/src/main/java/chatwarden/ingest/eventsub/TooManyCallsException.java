package chatwarden.ingest.eventsub;

import java.io.IOException;
import java.time.Duration;

/** Twitch takes no more calls of an account for a while. */
final class TooManyCallsException extends IOException {
  private static final long serialVersionUID = 1;

  private final Duration wait;

  TooManyCallsException(Duration wait) {
    super("Twitch takes no more calls for now");
    this.wait = wait;
  }

  /** Returns how long to wait at least. */
  Duration pause() {
    return wait;
  }
}
