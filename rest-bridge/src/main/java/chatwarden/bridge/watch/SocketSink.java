package chatwarden.bridge.watch;

import chatwarden.bridge.json.HttpErrorHandler;
import chatwarden.runtime.error.ChatwardenException;
import com.linecorp.armeria.common.websocket.WebSocketCloseStatus;
import com.linecorp.armeria.common.websocket.WebSocketWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** Sends events as messages of a WebSocket, a bounded number ahead of what the client reads. */
final class SocketSink implements EventSink {

  private static final int AHEAD = 64;

  /** What a client is told that would fail again with the same request. */
  private static final WebSocketCloseStatus REFUSED = WebSocketCloseStatus.valueOf(1008);

  private final WebSocketWriter socket;

  SocketSink(WebSocketWriter socket) {
    this.socket = socket;
  }

  @Override
  public void send(List<SharedEvent> events) throws InterruptedException {
    for (int i = 0; i < events.size(); i++) {
      if (!socket.tryWrite(events.get(i).socketMessage())) {
        throw new InterruptedException("the client left");
      }
      if (i % AHEAD == AHEAD - 1) {
        awaitRoom();
      }
    }
    awaitRoom();
  }

  private void awaitRoom() throws InterruptedException {
    try {
      socket.whenConsumed().get();
    } catch (ExecutionException e) {
      throw (InterruptedException) new InterruptedException("the client left").initCause(e);
    }
  }

  @Override
  public void heartbeat() throws InterruptedException {
    if (!socket.isOpen()) {
      throw new InterruptedException("the client left");
    }
    socket.writePing();
    awaitRoom();
  }

  @Override
  public void complete() {
    socket.close(WebSocketCloseStatus.NORMAL_CLOSURE);
  }

  @Override
  public void fail(ChatwardenException fault) {
    String problem =
        new String(HttpErrorHandler.body(HttpErrorHandler.status(fault)), StandardCharsets.UTF_8);
    var _ = socket.tryWrite("{\"event\":\"error\",\"data\":" + problem + "}");
    socket.close(fault.isTransient() ? WebSocketCloseStatus.TRY_AGAIN_LATER : REFUSED);
  }
}
