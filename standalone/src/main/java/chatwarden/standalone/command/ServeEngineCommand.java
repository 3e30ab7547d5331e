package chatwarden.standalone.command;

import chatwarden.runtime.config.Config;
import chatwarden.runtime.lifecycle.ServicePart;
import chatwarden.standalone.process.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Runs an embedded engine in a process of its own.
 *
 * @param <E> the engine
 */
abstract class ServeEngineCommand<E extends ServicePart> implements Callable<Integer> {
  private final String folder;
  private final EngineFactory<E> factory;
  private final Function<E, String> uri;

  @Mixin private ServeOptions options = new ServeOptions();

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "The folder of what must outlive the process. Default: .chatwarden.")
  private @Nullable String dataDir;

  /** Makes an engine, not started. */
  @FunctionalInterface
  interface EngineFactory<E> {
    E at(Path folder, int port, Config config, MeterRegistry metrics);
  }

  /**
   * @param folder the engine's folder within the data folder
   * @param uri the address of a started engine
   */
  ServeEngineCommand(String folder, EngineFactory<E> factory, Function<E, String> uri) {
    this.folder = folder;
    this.factory = factory;
    this.uri = uri;
  }

  @Override
  public Integer call() throws InterruptedException {
    int port = options.port() == null ? 0 : options.port();
    return options.run(
        new ConfigOptions.Flags().put(Settings.DATA_DIR, dataDir),
        (config, telemetry) ->
            factory.at(
                Path.of(config.get(Settings.DATA_DIR)).resolve(folder),
                port,
                config,
                telemetry.registry()),
        uri,
        false);
  }
}
