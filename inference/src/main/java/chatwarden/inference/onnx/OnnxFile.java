package chatwarden.inference.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens ONNX files for sessions that compute on the thread that calls them. */
public final class OnnxFile {

  private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

  /** ONNX Runtime 1.29 ends the process, without a word, where the command line is longer. */
  private static final int MOST_COMMAND_LINE = 3_900;

  private OnnxFile() {}

  /**
   * Opens {@code file}; whoever gets the session closes it.
   *
   * @throws IOException if it is not an ONNX file, or ONNX Runtime cannot run in this process
   */
  public static OrtSession open(Path file) throws IOException {
    requireShortCommandLine(file, COMMAND_LINE);
    RuntimeTelemetry.disable();
    RuntimeLibraries.prepare();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setMemoryPatternOptimization(false); // Hardly two batches have the same shape.
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      environment.setTelemetry(false);
      return environment.createSession(file.toString(), options);
    } catch (OrtException e) {
      throw new IOException(file + ": ONNX Runtime cannot read it: " + e.getMessage(), e);
    }
  }

  static void requireShortCommandLine(Path file, Path commandLine) throws IOException {
    if (Files.isReadable(commandLine)) {
      int length = Files.readAllBytes(commandLine).length;
      if (length > MOST_COMMAND_LINE) {
        throw new IOException(
            "%s: the command line of this process has %d bytes (expected: <= %d, or ONNX Runtime crashes; give the class path in CLASSPATH or an @argfile)"
                .formatted(file, length, MOST_COMMAND_LINE));
      }
    }
  }
}
