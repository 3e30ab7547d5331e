package chatwarden.classifier.server;

import chatwarden.classifier.v1.ClassifierServiceGrpc;
import chatwarden.inference.classifier.Classifier;
import chatwarden.inference.classifier.TieredClassifier.TierAnswer;
import chatwarden.inference.v2.GRPCInferenceServiceGrpc;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.config.ConfigKey;
import chatwarden.runtime.grpc.AdmissionBudget;
import chatwarden.runtime.grpc.AdmissionInterceptor;
import chatwarden.runtime.grpc.CallPriority;
import chatwarden.runtime.grpc.GrpcEndpoint;
import chatwarden.runtime.grpc.GrpcLimits;
import chatwarden.runtime.lifecycle.ServicePart;
import chatwarden.runtime.telemetry.Telemetry;
import chatwarden.serving.door.InferenceService;
import chatwarden.serving.door.ServingKeys;
import chatwarden.serving.door.Streams;
import chatwarden.serving.openinference.OpenInferenceGrpcService;
import chatwarden.serving.repository.ModelFolder;
import chatwarden.serving.repository.ModelRepository;
import chatwarden.serving.repository.ModelWatcher;
import chatwarden.text.TextLanguage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Stage 1 as a server: the ClassifierService over the models of the repository whose task is {@code
 * classification}, on an address or within this process.
 */
public final class ClassifierServer implements ServicePart {

  /** Where it listens. */
  public static final ConfigKey<String> ADDRESS =
      ConfigKey.text(
          "classifier.address", "127.0.0.1", "The address on which the classifier-server listens.");

  /** The port on which it listens. */
  public static final ConfigKey<Integer> PORT =
      ConfigKey.integer(
          "classifier.port",
          9101,
          0,
          65_535,
          "The port on which the classifier-server listens; 0 takes a free one.");

  private static final String NAME = "classifier-server";

  private final GrpcEndpoint endpoint;
  private final ServicePart parts;

  private ClassifierServer(GrpcEndpoint.Builder endpoint, Config config, Telemetry telemetry) {
    ModelRepository<Classifier> repository =
        new ModelRepository<>(
            ClassifierLoaders.TASK,
            ModelFolder.at(Path.of(config.get(ServingKeys.MODEL_REPOSITORY))),
            ClassifierLoaders.all(),
            ServingKeys.versions(config, ClassifierLoaders.TASK),
            telemetry.registry());
    InferenceService<Classifier, TierAnswer> texts =
        new InferenceService<>(
            NAME,
            repository,
            ClassifierGrpcService.USUAL_QUESTION,
            TextLanguage::of,
            config,
            telemetry);
    Streams streams = new Streams();
    this.endpoint =
        endpoint
            .onEventLoop() // The doors check, choose a model and queue; models run elsewhere.
            .limits(GrpcLimits.of(config))
            .telemetry(telemetry)
            .admission(
                new AdmissionInterceptor(
                    NAME,
                    AdmissionBudget.of(config),
                    texts::expectedWaitNanos,
                    telemetry.registry(),
                    ClassifierServiceGrpc.getClassifyTextsMethod(),
                    GRPCInferenceServiceGrpc.getModelInferMethod()))
            .service(CallPriority.read(new ClassifierGrpcService(texts, streams)))
            .service(
                CallPriority.read(
                    new OpenInferenceGrpcService<>(NAME, repository, texts, ClassifierTensors.ALL)))
            .onDrain(streams::drain)
            .build();
    ModelWatcher watcher = new ModelWatcher(repository, config.get(ServingKeys.MODEL_POLL));
    this.parts = ServicePart.inOrder(NAME, List.of(repository, watcher, texts, this.endpoint));
  }

  /** Every key that the server reads. */
  public static List<ConfigKey<?>> keys() {
    List<ConfigKey<?>> keys = new ArrayList<>(List.of(ADDRESS, PORT));
    keys.addAll(ServingKeys.keys());
    keys.addAll(GrpcLimits.keys());
    keys.add(AdmissionBudget.BUDGET);
    return keys;
  }

  /** A server on the configured address. */
  public static ClassifierServer listening(Config config, Telemetry telemetry) {
    GrpcEndpoint.Builder endpoint =
        GrpcEndpoint.builder(NAME)
            .address(config.get(ADDRESS), config.get(PORT))
            .portRemedy("use --port, or set " + PORT + " to another");
    return new ClassifierServer(endpoint, config, telemetry);
  }

  /** A server that only this process reaches, as {@code inprocess:<name>}. */
  public static ClassifierServer inProcess(String name, Config config, Telemetry telemetry) {
    return new ClassifierServer(GrpcEndpoint.builder(NAME).inProcess(name), config, telemetry);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void start() throws Exception {
    parts.start();
  }

  @Override
  public void drain(Duration timeout) throws Exception {
    parts.drain(timeout);
  }

  @Override
  public void close() throws Exception {
    parts.close();
  }

  /** Where clients find it, for {@code GrpcChannels.open}. Only once it is started. */
  public String target() {
    return endpoint.target();
  }
}
