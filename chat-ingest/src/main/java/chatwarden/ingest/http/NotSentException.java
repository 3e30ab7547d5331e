package chatwarden.ingest.http;

import java.io.IOException;

/** A call that surely did not reach its server. */
public final class NotSentException extends IOException {
  private static final long serialVersionUID = 1;

  NotSentException(Throwable cause) {
    super("no connection", cause);
  }
}
