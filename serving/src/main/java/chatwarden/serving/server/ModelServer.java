package chatwarden.serving.server;

import chatwarden.inference.v2.GRPCInferenceServiceGrpc;
import chatwarden.repository.ModelRepository;
import chatwarden.repository.ModelWatcher;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.grpc.AdmissionBudget;
import chatwarden.runtime.grpc.AdmissionInterceptor;
import chatwarden.runtime.grpc.CallAffinity;
import chatwarden.runtime.grpc.CallPriority;
import chatwarden.runtime.grpc.GrpcEndpoint;
import chatwarden.runtime.grpc.GrpcServer;
import chatwarden.runtime.lifecycle.ServicePart;
import chatwarden.runtime.telemetry.Telemetry;
import chatwarden.serving.door.InferenceService;
import chatwarden.serving.door.ServingKeys;
import chatwarden.serving.door.Streams;
import chatwarden.serving.openinference.OpenInferenceGrpcService;
import chatwarden.serving.rollout.RolloutSyncGrpcService;
import java.util.List;

/**
 * A model server: the models of one task behind a gRPC service of their own and the Open Inference
 * Protocol, with batching, admission, health and new versions of models while it runs. It listens
 * on an address or within this process, as its {@link ModelService} makes it.
 */
public final class ModelServer extends GrpcServer {

  private final GrpcEndpoint endpoint;
  private final ServicePart parts;

  <M extends AutoCloseable, R> ModelServer(
      ModelService<M, R> service,
      GrpcEndpoint.Builder endpoint,
      Config config,
      Telemetry telemetry) {
    String name = service.listen().server();
    ModelRepository<M> repository = service.repository(config, telemetry.registry());
    InferenceService<M, R> texts =
        new InferenceService<>(
            name,
            repository,
            service.inference(),
            service.detector(),
            service.comparison(),
            config,
            telemetry);
    Streams streams = new Streams();
    this.endpoint =
        endpoint
            .onEventLoop() // The services check, choose a model and queue; models run elsewhere.
            .telemetry(telemetry)
            .admission(
                new AdmissionInterceptor(
                    name,
                    AdmissionBudget.of(config),
                    texts::expectedWaitNanos,
                    telemetry.registry(),
                    service.unary(),
                    GRPCInferenceServiceGrpc.getModelInferMethod()))
            .service(CallAffinity.read(CallPriority.read(service.service().create(texts, streams))))
            .service(new RolloutSyncGrpcService(texts.rollouts()))
            .service(
                CallPriority.read(
                    new OpenInferenceGrpcService<>(
                        name, repository, texts, streams, service.tensors())))
            .onDrain(streams::drain)
            .build();
    ModelWatcher watcher = new ModelWatcher(repository, config.get(ServingKeys.MODEL_POLL));
    this.parts =
        ServicePart.inOrder(
            name, List.of(texts.rollouts(), repository, watcher, texts, this.endpoint));
  }

  @Override
  protected ServicePart parts() {
    return parts;
  }

  @Override
  protected GrpcEndpoint endpoint() {
    return endpoint;
  }
}
