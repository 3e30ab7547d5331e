package chatwarden.benchmarks.load;

import chatwarden.testing.process.JavaProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of a platform that is put under load, and its start. */
final class PlatformOptions {
  @Option(
      names = "--apart",
      description =
          "Hold the platform to processor 0 and the calls to the others, as on two machines"
              + " (Linux).")
  private boolean apart;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A setting of the platform. May be repeated.")
  private List<String> settings = List.of();

  /** Starts one and waits until it is ready; {@code own} are settings that {@code --set} beats. */
  JavaProcess start(Path folder, int port, String... own) throws IOException, InterruptedException {
    List<String> arguments = LoadedPlatform.arguments(folder, port);
    List.of(own).forEach(setting -> arguments.addAll(List.of("--set", setting)));
    settings.forEach(setting -> arguments.addAll(List.of("--set", setting)));
    JavaProcess platform =
        LoadedPlatform.start(arguments, apart ? List.of("-XX:ActiveProcessorCount=1") : List.of());
    if (apart) {
      Processors.part(platform.pid());
    }
    return platform;
  }
}
