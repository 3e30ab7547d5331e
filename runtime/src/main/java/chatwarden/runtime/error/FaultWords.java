package chatwarden.runtime.error;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Faults of the JDK and of libraries in words for people. The name of a class is of no use to an
 * operator nothing, and a caller which library to look up.
 */
public final class FaultWords {

  /** A name such as {@code java.net.ConnectException:}, as faults repeat those that caused them. */
  private static final Pattern CLASS =
      Pattern.compile("(?:[a-z]\\w*\\.)+[A-Z][\\w$]*(?::\\s*|\\b)");

  private FaultWords() {}

  /** The words for the fault, without the name of any class. */
  public static String of(Throwable fault) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      String words = kind(cause);
      words = words == null ? cleaned(cause.getMessage()) : words;
      if (!words.isEmpty()) {
        return words;
      }
    }
    return "an unexpected fault";
  }

  private static @Nullable String kind(Throwable fault) {
    return switch (fault) {
      case NoSuchFileException file -> "no such file: " + file.getFile();
      case AccessDeniedException file -> "access denied: " + file.getFile();
      case FileSystemException file when file.getReason() != null ->
          file.getReason() + ": " + file.getFile();
      case UnknownHostException host -> "unknown host " + host.getMessage();
      case ConnectException _ -> "connection refused";
      case SocketTimeoutException _ -> "no answer in time";
      case HttpTimeoutException _ -> "no answer in time";
      case TimeoutException _ -> "no answer in time";
      case ClosedChannelException _ -> "the connection was closed";
      case EOFException _ -> "it ended too early";
      case CharacterCodingException _ -> "not well-formed UTF-8";
      default -> null;
    };
  }

  private static String cleaned(@Nullable String message) {
    return message == null ? "" : CLASS.matcher(message).replaceAll("").strip();
  }
}
