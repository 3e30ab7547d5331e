package chatwarden.bridge.watch;

import chatwarden.runtime.error.ChatwardenException;
import java.util.List;

/** The sink of a stream that was answered already, because nothing follows. */
final class NoSink implements EventSink {

  @Override
  public void send(List<SharedEvent> events) {
    throw new IllegalStateException("events: " + events.size() + " (expected: none; a bug)");
  }

  @Override
  public void heartbeat() {}

  @Override
  public void complete() {}

  @Override
  public void fail(ChatwardenException fault) {}
}
