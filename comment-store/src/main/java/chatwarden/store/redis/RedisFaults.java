package chatwarden.store.redis;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Lettuce and Redis say goes wrong, in the words of this project. */
public final class RedisFaults {

  /** The reason while Redis does not answer. */
  static final String UNAVAILABLE = "STORE_UNAVAILABLE";

  /** The reason while Redis is a replica, which takes no writes. */
  static final String READ_ONLY = "STORE_READ_ONLY";

  /** The reason while Redis answers but stores nothing. */
  static final String REFUSES_WRITES = "STORE_REFUSES_WRITES";

  private static final Set<String> PASSING =
      Set.of(
          "LOADING", "BUSY", "TRYAGAIN", "CLUSTERDOWN", "MASTERDOWN", "UNBLOCKED", "MOVED", "ASK");

  private static final Set<String> WRITES_REFUSED =
      Set.of("READONLY", "MISCONF", "OOM", "NOREPLICAS");

  /** Before version 7, Redis wraps the refusal of a command that a script called. */
  private static final Pattern IN_SCRIPT =
      Pattern.compile(
          "ERR Error running script \\(call to f_[0-9a-f]{40}\\):"
              + " @user_script:\\d+: @user_script: ?\\d+: -?([A-Z]+)( .*)?",
          Pattern.DOTALL);

  private RedisFaults() {}

  /** Waits for the answer; the time limit of commands bounds the wait. */
  public static <T> T await(CompletionStage<T> answer) {
    try {
      return answer.toCompletableFuture().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw FaultCode.UNAVAILABLE.exception(
          "INTERRUPTED", "interrupted while waiting for Redis", e);
    } catch (ExecutionException | CancellationException e) {
      throw translate(e);
    }
  }

  /** The fault that a caller sees; it never repeats what Redis quotes of a command. */
  static ChatwardenException translate(Throwable fault) {
    return switch (bare(fault)) {
      case ChatwardenException known -> known;
      case RedisCommandExecutionException refusal -> refusal(refusal);
      case RedisException away ->
          FaultCode.UNAVAILABLE.exception(UNAVAILABLE, "Redis is away", away);
      case IOException broken ->
          FaultCode.UNAVAILABLE.exception(UNAVAILABLE, "the connection to Redis broke", broken);
      case RejectedExecutionException closed ->
          FaultCode.UNAVAILABLE.exception(UNAVAILABLE, "the store is closed", closed);
      case CancellationException cut ->
          FaultCode.UNAVAILABLE.exception(UNAVAILABLE, "the connection to Redis was closed", cut);
      case Throwable bug ->
          FaultCode.INTERNAL.exception("STORE_FAULT", "the store failed: " + bug.getClass(), bug);
    };
  }

  /** Whether Redis does not know a script yet. */
  static boolean isUnknownScript(Throwable fault) {
    return bare(fault) instanceof RedisCommandExecutionException refusal
        && word(refusal).equals("NOSCRIPT");
  }

  private static ChatwardenException refusal(RedisCommandExecutionException refusal) {
    String word = word(refusal);
    if (WRITES_REFUSED.contains(word)) {
      return FaultCode.UNAVAILABLE.exception(
          word.equals("READONLY") ? READ_ONLY : REFUSES_WRITES, "Redis refuses writes: " + word);
    }
    if (PASSING.contains(word)) {
      return FaultCode.UNAVAILABLE.exception(UNAVAILABLE, "Redis cannot answer now: " + word);
    }
    return FaultCode.INTERNAL.exception("STORE_REFUSED", "Redis refused a command: " + word);
  }

  private static String word(RedisCommandExecutionException refusal) {
    String message = String.valueOf(refusal.getMessage());
    Matcher inScript = IN_SCRIPT.matcher(message);
    if (inScript.matches()) {
      return inScript.group(1);
    }
    int end = message.indexOf(' ');
    return end < 0 ? message : message.substring(0, end);
  }

  private static Throwable bare(Throwable fault) {
    Throwable bare = fault;
    while ((bare instanceof CompletionException || bare instanceof ExecutionException)
        && bare.getCause() != null) {
      bare = bare.getCause();
    }
    return bare;
  }
}
