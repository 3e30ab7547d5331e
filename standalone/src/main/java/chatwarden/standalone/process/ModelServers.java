package chatwarden.standalone.process;

import chatwarden.classifier.server.ClassifierServer;
import chatwarden.repository.ModelTask;
import chatwarden.rewriter.server.RewriterServer;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.config.ConfigKey;
import chatwarden.runtime.lifecycle.ServicePart;
import chatwarden.runtime.telemetry.Telemetry;
import chatwarden.serving.server.ModelService;
import chatwarden.tagger.server.TaggerServer;
import java.util.List;
import java.util.stream.Stream;

/** The model servers: the one list from which commands, settings and {@code up} derive. */
public final class ModelServers {

  /** All of them, in the order of the stages. */
  public static final List<ModelService<?, ?>> ALL =
      List.of(ClassifierServer.SERVICE, TaggerServer.SERVICE, RewriterServer.SERVICE);

  private ModelServers() {}

  /** Returns every key that one of them reads. */
  static Stream<ConfigKey<?>> keys() {
    return ALL.stream().flatMap(service -> service.keys().stream());
  }

  /** Returns the tasks of their models. */
  public static List<ModelTask<?>> tasks() {
    return ALL.stream().<ModelTask<?>>map(ModelService::task).toList();
  }

  /** Returns servers that only this process reaches, each under its name; not started. */
  static List<ServicePart> inProcess(Config config, Telemetry telemetry) {
    return ALL.stream()
        .<ServicePart>map(service -> service.inProcess(service.listen().name(), config, telemetry))
        .toList();
  }
}
