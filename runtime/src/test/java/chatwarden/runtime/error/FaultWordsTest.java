package chatwarden.runtime.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.charset.MalformedInputException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class FaultWordsTest {

  @Test
  void knownFaultsHaveWordsOfTheirOwn() {
    assertThat(FaultWords.of(new TimeoutException())).isEqualTo("no answer in time");
    assertThat(FaultWords.of(new ConnectException())).isEqualTo("connection refused");
    assertThat(FaultWords.of(new UnknownHostException("rabbit"))).isEqualTo("unknown host rabbit");
    assertThat(FaultWords.of(new NoSuchFileException("/a"))).isEqualTo("no such file: /a");
    assertThat(FaultWords.of(new FileSystemException("/a", null, "No space left on device")))
        .isEqualTo("No space left on device: /a");
    assertThat(FaultWords.of(new MalformedInputException(1))).isEqualTo("not well-formed UTF-8");
  }

  @Test
  void namesOfClassesAreLeftOut() {
    assertThat(FaultWords.of(new IOException(new IllegalStateException("the pipe is closed"))))
        .isEqualTo("the pipe is closed");
    assertThat(FaultWords.of(new IOException("io.netty.channel.Errors$NativeIoException: in use")))
        .isEqualTo("in use");
    assertThat(FaultWords.of(new IllegalStateException(new TimeoutException())))
        .isEqualTo("no answer in time");
    assertThat(FaultWords.of(new NullPointerException())).isEqualTo("an unexpected fault");
    assertThat(FaultWords.of(new IOException("cannot reach example.org: refused by v1.2")))
        .isEqualTo("cannot reach example.org: refused by v1.2");
  }
}
