package chatwarden.bridge.watch;

import chatwarden.runtime.error.ChatwardenException;
import java.util.List;

/** Where a subscriber's events go. Used by one thread at a time, which it makes wait. */
interface EventSink {

  /** Sends the events; returns when there is room for more. */
  void send(List<SharedEvent> events) throws InterruptedException;

  /** A sign of life where none was sent for a while; returns when there is room for more. */
  void heartbeat() throws InterruptedException;

  /** The chat is over. */
  void complete();

  /** The stream ends before the chat does. */
  void fail(ChatwardenException fault);
}
