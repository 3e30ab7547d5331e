package chatwarden.bridge.watch;

import chatwarden.bridge.json.ProtoJsonWriter;
import chatwarden.livechat.v1.WatchCommentsResponse;
import chatwarden.store.watch.ResumeToken;
import com.google.protobuf.Message;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One event of a chat, shared by its subscribers and encoded once for all of them. Immutable. */
final class SharedEvent {

  private final WatchCommentsResponse message;
  private final ResumeToken token;
  private byte @Nullable [] serverSentEvent;
  private @Nullable String socketMessage;

  SharedEvent(WatchCommentsResponse message) {
    this.message = message;
    this.token = ResumeToken.parse(message.getResumeToken());
  }

  WatchCommentsResponse message() {
    return message;
  }

  ResumeToken token() {
    return token;
  }

  boolean isEnd() {
    return message.hasEnded();
  }

  boolean isStart() {
    return message.hasStarted();
  }

  /** The event as a server-sent event in UTF-8: its name, its id, its data in one line. */
  synchronized byte[] serverSentEvent() {
    byte[] encoded = serverSentEvent;
    if (encoded == null) {
      serverSentEvent = encoded = encode();
    }
    return encoded;
  }

  /** The event as a message of a WebSocket. */
  synchronized String socketMessage() {
    String encoded = socketMessage;
    if (encoded == null) {
      String data = new String(ProtoJsonWriter.write(payload()), StandardCharsets.UTF_8);
      socketMessage =
          encoded =
              "{\"event\":\""
                  + name()
                  + "\",\"id\":\""
                  + message.getResumeToken()
                  + "\",\"data\":"
                  + data
                  + "}";
    }
    return encoded;
  }

  private String name() {
    return message.getEventCase().name().toLowerCase(Locale.ROOT);
  }

  private byte[] encode() {
    String name = name();
    byte[] head =
        ("event: " + name + "\nid: " + message.getResumeToken() + "\ndata: ")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] data = ProtoJsonWriter.write(payload());
    byte[] event = new byte[head.length + data.length + 2];
    System.arraycopy(head, 0, event, 0, head.length);
    System.arraycopy(data, 0, event, head.length, data.length);
    event[event.length - 2] = '\n';
    event[event.length - 1] = '\n';
    return event;
  }

  private Message payload() {
    return switch (message.getEventCase()) {
      case CLASSIFIED -> message.getClassified();
      case TAGGED -> message.getTagged();
      case REWRITTEN -> message.getRewritten();
      case DELETED -> message.getDeleted();
      case BANNED -> message.getBanned();
      case HELD -> message.getHeld();
      case ACTION -> message.getAction();
      case DECIDED -> message.getDecided();
      case ENDED -> message.getEnded();
      case STARTED -> message.getStarted();
      case EVENT_NOT_SET -> throw new IllegalStateException("an event without content (a bug)");
    };
  }
}
