package chatwarden.inference.onnx;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxFileTest {

  @Test
  void aCommandLineThatWouldCrashTheProcessIsRefused(@TempDir Path folder) throws IOException {
    Path file = Path.of("network.onnx");
    Path commandLine = Files.writeString(folder.resolve("cmdline"), "x".repeat(5_000));
    assertThatThrownBy(() -> OnnxFile.requireShortCommandLine(file, commandLine))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("network.onnx: the command line of this process has 5000 bytes");
    Files.writeString(commandLine, "java -cp lib/* Main");
    assertThatCode(() -> OnnxFile.requireShortCommandLine(file, commandLine))
        .doesNotThrowAnyException();
    assertThatCode(() -> OnnxFile.requireShortCommandLine(file, folder.resolve("none")))
        .doesNotThrowAnyException();
  }
}
