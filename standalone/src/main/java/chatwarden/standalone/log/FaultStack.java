package chatwarden.standalone.log;

import chatwarden.runtime.error.ChatwardenException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.FileSystemException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * The stack of a fault: types and places of it and its causes. Messages are those of our own
 * faults, of the network and of files alone: a message of a library may repeat its input, a comment
 * or a token included.
 */
final class FaultStack {

  private FaultStack() {}

  /** Returns a line for each fault and each place. */
  static String of(Throwable fault) {
    StringBuilder stack = new StringBuilder(1_024);
    append(stack, "", fault, Collections.newSetFromMap(new IdentityHashMap<>()));
    return stack.toString();
  }

  private static void append(
      StringBuilder stack, String label, Throwable fault, Set<Throwable> written) {
    stack.append(label).append(fault.getClass().getName());
    if (repeatsNoInput(fault) && fault.getMessage() != null) {
      stack.append(": ").append(fault.getMessage());
    }
    stack.append('\n');
    if (!written.add(fault)) {
      return;
    }
    for (StackTraceElement place : fault.getStackTrace()) {
      stack.append("\tat ").append(place).append('\n');
    }
    for (Throwable suppressed : fault.getSuppressed()) {
      append(stack, "Suppressed: ", suppressed, written);
    }
    Throwable cause = fault.getCause();
    if (cause != null) {
      append(stack, "Caused by: ", cause, written);
    }
  }

  private static boolean repeatsNoInput(Throwable fault) {
    return fault instanceof ChatwardenException
        || fault instanceof SocketException
        || fault instanceof UnknownHostException
        || fault instanceof FileSystemException;
  }
}
