package chatwarden.standalone.command;

import chatwarden.runtime.config.Config;
import chatwarden.runtime.lifecycle.ServicePart;
import chatwarden.runtime.lifecycle.ServiceProcess;
import chatwarden.runtime.telemetry.MetricsEndpoint;
import chatwarden.runtime.telemetry.Telemetry;
import chatwarden.standalone.log.LogSettings;
import chatwarden.standalone.process.Shutdown;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of a service that runs by itself, and its run. */
final class ServeOptions {
  @Mixin private ConfigOptions options = new ConfigOptions();

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "The port to listen on; 0 takes a free one. Default: the service's own.")
  private @Nullable Integer port;

  @Option(
      names = "--metrics-port",
      paramLabel = "PORT",
      description =
          "The port of GET /metrics and GET /healthz, where the service has no HTTP itself; 0 takes"
              + " a free one. Default: 9100.")
  private @Nullable Integer metricsPort;

  @Nullable Integer port() {
    return port;
  }

  private CommandSpec command() {
    return Objects.requireNonNull(command, "command");
  }

  /** Returns the file of settings that is read, if any. */
  Optional<Path> settingsFile() {
    return options.settingsFile();
  }

  /**
   * Runs the service until the process is told to end. Prints {@code ready ADDRESS} on standard
   * error once it answers.
   *
   * @param flags what the command's own flags say
   * @param service makes the service
   * @param address where a started service is found
   * @param metrics whether it needs a port for its metrics
   */
  <S extends ServicePart> int run(
      ConfigOptions.Flags flags,
      BiFunction<Config, Telemetry, S> service,
      Function<S, String> address,
      boolean metrics)
      throws InterruptedException {
    return run(flags, service, address, metrics, part -> List.of());
  }

  /** The same of a service that reports its problems; {@code problems} must not block. */
  <S extends ServicePart> int run(
      ConfigOptions.Flags flags,
      BiFunction<Config, Telemetry, S> service,
      Function<S, String> address,
      boolean metrics,
      Function<S, List<String>> problems)
      throws InterruptedException {
    Config config = options.load(flags.put(MetricsEndpoint.PORT, metricsPort));
    LogSettings.apply(config, true);
    Telemetry telemetry = Telemetry.of(config, "chatwarden-" + command().name());
    S part = service.apply(config, telemetry);
    ServiceProcess.Builder parts =
        ServiceProcess.builder()
            .name(part.name())
            .drainTimeout(config.get(ServiceProcess.DRAIN_TIMEOUT))
            .part(telemetry.tracing())
            .part(part);
    if (metrics) {
      parts.part(
          MetricsEndpoint.at(
              config.get(MetricsEndpoint.ADDRESS),
              config.get(MetricsEndpoint.PORT),
              telemetry,
              () -> problems.apply(part)));
    }
    ServiceProcess process = parts.build();
    Shutdown shutdown = Shutdown.of(process);
    try {
      process.start();
      System.err.println("ready " + address.apply(part));
      new CountDownLatch(1).await();
      return 0;
    } finally {
      shutdown.exit(0);
    }
  }
}
