package chatwarden.serving.server;

import chatwarden.repository.ModelRepository;
import chatwarden.repository.ModelTask;
import chatwarden.repository.source.ConfiguredSources;
import chatwarden.repository.source.SourceKeys;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.config.ConfigKey;
import chatwarden.runtime.grpc.AdmissionBudget;
import chatwarden.runtime.grpc.GrpcLimits;
import chatwarden.runtime.grpc.ListenSettings;
import chatwarden.runtime.telemetry.Telemetry;
import chatwarden.serving.door.Inference;
import chatwarden.serving.door.InferenceService;
import chatwarden.serving.door.LanguageIdentifier;
import chatwarden.serving.door.ServingKeys;
import chatwarden.serving.door.Streams;
import chatwarden.serving.openinference.AnswerTensor;
import chatwarden.serving.rollout.Comparison;
import chatwarden.serving.rollout.RolloutKeys;
import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;

/**
 * The description of a model server: the models that it serves, what it asks them, and its own gRPC
 * service.
 *
 * @param listen its address and port
 * @param task its models and their formats
 * @param inference what calls ask the models unless they ask for something else
 * @param detector names the language of a text where a call leaves it open
 * @param comparison compares the answers of two versions of a model
 * @param tensors the answers as tensors of the Open Inference Protocol, in their order
 * @param unary the method whose calls are refused where they would wait too long
 * @param service makes its own gRPC service
 * @param <M> the type of the models
 * @param <R> a model's answer to one text
 */
public record ModelService<M extends AutoCloseable, R>(
    ListenSettings listen,
    ModelTask<M> task,
    Inference<M, ?, R> inference,
    LanguageIdentifier detector,
    Comparison<M, R> comparison,
    List<AnswerTensor<R>> tensors,
    MethodDescriptor<?, ?> unary,
    ServiceFactory<M, R> service) {

  /** Makes the gRPC service of a model server. */
  @FunctionalInterface
  public interface ServiceFactory<M extends AutoCloseable, R> {

    /**
     * Returns the service, to be called on event loops: it never blocks.
     *
     * @param texts answers calls about texts
     * @param streams the service's open streams, which end when the server drains
     */
    BindableService create(InferenceService<M, R> texts, Streams streams);
  }

  /** Copies the tensors. */
  public ModelService {
    tensors = List.copyOf(tensors);
  }

  /** Returns the name of its gRPC service, without the package. */
  public String serviceName() {
    String full = String.valueOf(unary.getServiceName());
    return full.substring(full.lastIndexOf('.') + 1);
  }

  /** Returns every key that the server reads. */
  public List<ConfigKey<?>> keys() {
    List<ConfigKey<?>> keys = new ArrayList<>(listen.keys());
    keys.addAll(SourceKeys.keys());
    keys.addAll(ServingKeys.keys());
    keys.addAll(RolloutKeys.keys());
    keys.addAll(GrpcLimits.keys());
    keys.add(AdmissionBudget.BUDGET);
    return keys;
  }

  /** Returns a server on the configured address, not started. */
  public ModelServer listening(Config config, Telemetry telemetry) {
    return new ModelServer(this, listen.endpoint(config), config, telemetry);
  }

  /** Returns a server that only this process reaches, as {@code inprocess:<name>}; not started. */
  public ModelServer inProcess(String name, Config config, Telemetry telemetry) {
    return new ModelServer(this, listen.inProcess(name, config), config, telemetry);
  }

  /** Returns the repository of the models, not started. */
  ModelRepository<M> repository(Config config, MeterRegistry metrics) {
    return new ModelRepository<>(
        task.name(),
        ConfiguredSources.open(config),
        task.loaders(),
        ServingKeys.versions(config, task.name()),
        metrics);
  }
}
