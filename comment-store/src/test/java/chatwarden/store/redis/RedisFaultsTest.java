package chatwarden.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.runtime.error.InternalFaultException;
import chatwarden.runtime.error.OverloadedException;
import chatwarden.runtime.error.UnavailableException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
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
      assertThat(RedisFaults.translate(fault)).isInstanceOf(UnavailableException.class);
    }
    assertThat(RedisFaults.translate(new RedisException("Request queue size exceeded: 16.")))
        .isInstanceOf(OverloadedException.class);
  }

  @Test
  void whatRedisQuotesIsNotRepeated() {
    assertThat(
            RedisFaults.translate(
                new RedisCommandExecutionException("ERR unknown command 'x', with: a comment")))
        .isInstanceOf(InternalFaultException.class)
        .hasMessage("Redis refused a command: ERR");
  }
}
