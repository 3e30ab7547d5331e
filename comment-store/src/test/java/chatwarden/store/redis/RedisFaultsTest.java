package chatwarden.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.runtime.error.FaultCode;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import java.net.SocketException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

final class RedisFaultsTest {

  @Test
  void whatPassesByItselfIsTransient() {
    for (Exception fault :
        new Exception[] {
          new SocketException("Connection reset"),
          new RedisCommandTimeoutException("late"),
          new RedisCommandExecutionException("LOADING Redis is loading"),
          new CompletionException(new SocketException("Broken pipe"))
        }) {
      assertThat(RedisFaults.translate(fault)).matches(FaultCode.UNAVAILABLE::isOf);
    }
  }

  @Test
  void whatRedisQuotesIsNotRepeated() {
    assertThat(
            RedisFaults.translate(
                new RedisCommandExecutionException("ERR unknown command 'x', with: a comment")))
        .matches(FaultCode.INTERNAL::isOf)
        .hasMessage("Redis refused a command: ERR");
  }

  @Test
  void refusalOfAWriteInAScriptOfRedis6IsTransient() {
    String wrapped =
        "ERR Error running script (call to f_db8d8f6383e1a67ce23db65efd679a334c123806):"
            + " @user_script:1: @user_script: 1: -";
    assertThat(reasonOf(wrapped + "READONLY You can't write against a read only replica."))
        .isEqualTo("STORE_READ_ONLY");
    assertThat(reasonOf(wrapped + "OOM command not allowed when used memory > 'maxmemory'."))
        .isEqualTo("STORE_REFUSES_WRITES");
    assertThat(reasonOf("MISCONF Errors writing to the AOF file: No space left on device"))
        .isEqualTo("STORE_REFUSES_WRITES");
    assertThat(reasonOf(wrapped + "WRONGTYPE Operation against a key")).isEqualTo("STORE_REFUSED");
  }

  private static String reasonOf(String answer) {
    return RedisFaults.translate(new RedisCommandExecutionException(answer)).reason();
  }
}
