package chatwarden.broker;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.ShutdownSignalException;
import org.jspecify.annotations.Nullable;

/** Reads the AMQP reply code that the broker closed a channel or a connection with. */
final class ReplyCode {

  private ReplyCode() {}

  /** Returns the code in the fault or its causes; 0 when the broker gave none. */
  static int of(@Nullable Throwable fault) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof ShutdownSignalException closed) {
        return switch (closed.getReason()) {
          case AMQP.Channel.Close close -> close.getReplyCode();
          case AMQP.Connection.Close close -> close.getReplyCode();
          case null, default -> 0;
        };
      }
    }
    return 0;
  }
}
