package chatwarden.bridge.watch;

import chatwarden.bridge.json.HttpErrorHandler;
import chatwarden.runtime.error.ChatwardenException;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.util.TimeoutMode;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** Sends events as server-sent events, one piece of bounded size ahead of what the client reads. */
final class SseSink implements EventSink {

  private static final int PIECE = 64 * 1024;
  private static final byte[] HEARTBEAT = ascii(": heartbeat\n\n");

  /** Clients come back after a second. */
  private static final byte[] OPENING = ascii("retry: 1000\n\n");

  /** How long a client that was cut may take to read the bytes on their way. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);

  private final ServiceRequestContext ctx;
  private final HttpResponseWriter writer;

  SseSink(ServiceRequestContext ctx, HttpResponseWriter writer) {
    this.ctx = ctx;
    this.writer = writer;
    var _ = writer.tryWrite(HttpData.wrap(OPENING.clone()));
  }

  @Override
  public void send(List<SharedEvent> events) throws InterruptedException {
    if (events.size() == 1) {
      write(events.getFirst().serverSentEvent());
      return;
    }
    ByteArrayOutputStream piece = new ByteArrayOutputStream();
    for (SharedEvent event : events) {
      piece.writeBytes(event.serverSentEvent());
      if (piece.size() >= PIECE) {
        write(piece.toByteArray());
        piece.reset();
      }
    }
    if (piece.size() > 0) {
      write(piece.toByteArray());
    }
  }

  @Override
  public void heartbeat() throws InterruptedException {
    write(HEARTBEAT);
  }

  private void write(byte[] bytes) throws InterruptedException {
    if (!writer.tryWrite(HttpData.wrap(bytes))) {
      throw new InterruptedException("the client left");
    }
    try {
      writer.whenConsumed().get();
    } catch (ExecutionException e) {
      throw (InterruptedException) new InterruptedException("the client left").initCause(e);
    }
  }

  @Override
  public void complete() {
    writer.close();
  }

  @Override
  public void fail(ChatwardenException fault) {
    ByteArrayOutputStream event = new ByteArrayOutputStream();
    event.writeBytes(ascii("event: error\ndata: "));
    event.writeBytes(HttpErrorHandler.body(HttpErrorHandler.status(fault)));
    event.writeBytes(ascii("\n\n"));
    ctx.setRequestTimeout(TimeoutMode.SET_FROM_NOW, LAST_WORDS);
    var _ = writer.tryWrite(HttpData.wrap(event.toByteArray()));
    writer.close();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
