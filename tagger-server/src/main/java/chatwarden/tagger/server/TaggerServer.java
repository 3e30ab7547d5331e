package chatwarden.tagger.server;

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
import chatwarden.serving.door.Inference;
import chatwarden.serving.door.InferenceService;
import chatwarden.serving.door.ServingKeys;
import chatwarden.serving.door.Streams;
import chatwarden.serving.openinference.OpenInferenceGrpcService;
import chatwarden.serving.repository.ModelFolder;
import chatwarden.serving.repository.ModelRepository;
import chatwarden.serving.repository.ModelWatcher;
import chatwarden.tagger.model.SpanTagger;
import chatwarden.tagger.model.SpanTagging;
import chatwarden.tagger.v1.TaggerServiceGrpc;
import chatwarden.text.TextLanguage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Stage 2 as a server: the TaggerService over the models of the repository whose task is {@code
 * span-tagging}, on an address or within this process.
 */
public final class TaggerServer implements ServicePart {

  /** Where it listens. */
  public static final ConfigKey<String> ADDRESS =
      ConfigKey.text(
          "tagger.address", "127.0.0.1", "The address on which the tagger-server listens.");

  /** The port on which it listens. */
  public static final ConfigKey<Integer> PORT =
      ConfigKey.integer(
          "tagger.port",
          9102,
          0,
          65_535,
          "The port on which the tagger-server listens; 0 takes a free one.");

  private static final String NAME = "tagger-server";

  private final GrpcEndpoint endpoint;
  private final ServicePart parts;

  private TaggerServer(GrpcEndpoint.Builder endpoint, Config config, Telemetry telemetry) {
    ModelRepository<SpanTagger> repository =
        new ModelRepository<>(
            TaggerLoaders.TASK,
            ModelFolder.at(Path.of(config.get(ServingKeys.MODEL_REPOSITORY))),
            TaggerLoaders.all(),
            ServingKeys.versions(config, TaggerLoaders.TASK),
            telemetry.registry());
    InferenceService<SpanTagger, SpanTagging> texts =
        new InferenceService<>(
            NAME,
            repository,
            Inference.ofTexts(SpanTagger::tag),
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
                    TaggerServiceGrpc.getTagSpansMethod(),
                    GRPCInferenceServiceGrpc.getModelInferMethod()))
            .service(CallPriority.read(new TaggerGrpcService(texts, streams)))
            .service(
                CallPriority.read(
                    new OpenInferenceGrpcService<>(NAME, repository, texts, TaggerTensors.ALL)))
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
  public static TaggerServer listening(Config config, Telemetry telemetry) {
    GrpcEndpoint.Builder endpoint =
        GrpcEndpoint.builder(NAME)
            .address(config.get(ADDRESS), config.get(PORT))
            .portRemedy("use --port, or set " + PORT + " to another");
    return new TaggerServer(endpoint, config, telemetry);
  }

  /** A server that only this process reaches, as {@code inprocess:<name>}. */
  public static TaggerServer inProcess(String name, Config config, Telemetry telemetry) {
    return new TaggerServer(GrpcEndpoint.builder(NAME).inProcess(name), config, telemetry);
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
