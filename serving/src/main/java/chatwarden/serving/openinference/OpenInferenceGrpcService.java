package chatwarden.serving.openinference;

import chatwarden.inference.v2.GRPCInferenceServiceGrpc.GRPCInferenceServiceImplBase;
import chatwarden.inference.v2.ModelConfigRequest;
import chatwarden.inference.v2.ModelConfigResponse;
import chatwarden.inference.v2.ModelInferRequest;
import chatwarden.inference.v2.ModelInferResponse;
import chatwarden.inference.v2.ModelMetadataRequest;
import chatwarden.inference.v2.ModelMetadataResponse;
import chatwarden.inference.v2.ModelReadyRequest;
import chatwarden.inference.v2.ModelReadyResponse;
import chatwarden.inference.v2.ModelStatisticsRequest;
import chatwarden.inference.v2.ModelStatisticsResponse;
import chatwarden.inference.v2.ModelStreamInferResponse;
import chatwarden.inference.v2.RepositoryIndexRequest;
import chatwarden.inference.v2.RepositoryIndexResponse;
import chatwarden.inference.v2.RepositoryIndexResponse.ModelIndex;
import chatwarden.inference.v2.ServerLiveRequest;
import chatwarden.inference.v2.ServerLiveResponse;
import chatwarden.inference.v2.ServerMetadataRequest;
import chatwarden.inference.v2.ServerMetadataResponse;
import chatwarden.inference.v2.ServerReadyRequest;
import chatwarden.inference.v2.ServerReadyResponse;
import chatwarden.repository.ModelId;
import chatwarden.repository.ModelLease;
import chatwarden.repository.ModelRepository;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.grpc.StatusMapper;
import chatwarden.serving.door.InferenceService;
import chatwarden.serving.door.Streams;
import chatwarden.serving.door.UnaryAnswer;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The GRPCInferenceService of the Open Inference Protocol: texts as tensors, answered by the same
 * {@link InferenceService} and so in the same batches as the server's own service.
 *
 * @param <M> the type of the models
 * @param <R> what a model says of one text
 */
public final class OpenInferenceGrpcService<M extends AutoCloseable, R>
    extends GRPCInferenceServiceImplBase {

  private static final String VERSION = "0.1.0";

  private final String server;
  private final ModelRepository<M> repository;
  private final InferenceService<M, R> texts;
  private final TensorInference<M, R> inference;
  private final Streams streams;
  private final List<AnswerTensor<R>> tensors;

  /**
   * @param server what the server calls itself
   * @param texts answers with the models of {@code repository}
   * @param streams holds the open streams
   * @param tensors what the models say, in the order in which it is written
   */
  public OpenInferenceGrpcService(
      String server,
      ModelRepository<M> repository,
      InferenceService<M, R> texts,
      Streams streams,
      List<AnswerTensor<R>> tensors) {
    this.server = server;
    this.repository = repository;
    this.texts = texts;
    this.streams = streams;
    this.tensors = List.copyOf(tensors);
    this.inference = new TensorInference<>(texts, this.tensors);
  }

  @Override
  public void serverLive(ServerLiveRequest request, StreamObserver<ServerLiveResponse> responses) {
    answer(responses, () -> ServerLiveResponse.newBuilder().setLive(true).build());
  }

  private static <A> void answer(StreamObserver<A> responses, Supplier<A> answer) {
    UnaryAnswer.send(responses, () -> CompletableFuture.completedFuture(answer.get()));
  }

  @Override
  public void serverReady(
      ServerReadyRequest request, StreamObserver<ServerReadyResponse> responses) {
    answer(responses, () -> ServerReadyResponse.newBuilder().setReady(isReady()).build());
  }

  private boolean isReady() {
    try {
      return !repository.models().isEmpty();
    } catch (ChatwardenException e) {
      return absent(e);
    }
  }

  @Override
  public void modelReady(ModelReadyRequest request, StreamObserver<ModelReadyResponse> responses) {
    answer(
        responses,
        () ->
            ModelReadyResponse.newBuilder()
                .setReady(isReady(ModelNames.of("name", request.getName(), request.getVersion())))
                .build());
  }

  private boolean isReady(String model) {
    try (ModelLease<M> lease = repository.lease(model)) {
      return lease.id() != null;
    } catch (ChatwardenException e) {
      return absent(e);
    }
  }

  /** Returns that a model is not ready, unless the fault has another cause than its absence. */
  private static boolean absent(ChatwardenException fault) {
    if (FaultCode.UNAVAILABLE.isOf(fault) || FaultCode.NOT_FOUND.isOf(fault)) {
      return false;
    }
    throw fault;
  }

  @Override
  public void serverMetadata(
      ServerMetadataRequest request, StreamObserver<ServerMetadataResponse> responses) {
    answer(
        responses,
        () -> ServerMetadataResponse.newBuilder().setName(server).setVersion(VERSION).build());
  }

  @Override
  public void modelMetadata(
      ModelMetadataRequest request, StreamObserver<ModelMetadataResponse> responses) {
    answer(
        responses, () -> metadata(ModelNames.of("name", request.getName(), request.getVersion())));
  }

  private ModelMetadataResponse metadata(String model) {
    try (ModelLease<M> lease = repository.lease(model)) {
      return ModelDescriptions.metadata(
          lease.manifest(), tensors, List.copyOf(repository.models()));
    }
  }

  @Override
  public void modelConfig(
      ModelConfigRequest request, StreamObserver<ModelConfigResponse> responses) {
    answer(responses, () -> config(ModelNames.of("name", request.getName(), request.getVersion())));
  }

  private ModelConfigResponse config(String model) {
    try (ModelLease<M> lease = repository.lease(model)) {
      return ModelConfigResponse.newBuilder()
          .setConfig(ModelDescriptions.config(lease.manifest(), tensors))
          .build();
    }
  }

  @Override
  public void modelStatistics(
      ModelStatisticsRequest request, StreamObserver<ModelStatisticsResponse> responses) {
    answer(responses, () -> statistics(request.getName(), request.getVersion()));
  }

  private ModelStatisticsResponse statistics(String name, String version) {
    if (!name.isEmpty() || !version.isEmpty()) {
      repository
          .lease(ModelNames.of("name", name, version))
          .close(); // NOT_FOUND where it is not served
    }
    ModelStatisticsResponse.Builder statistics = ModelStatisticsResponse.newBuilder();
    for (ModelId id : repository.models()) {
      boolean asked = name.isEmpty() || id.name().equals(name);
      if (asked && (version.isEmpty() || id.version().equals(version))) {
        statistics.addModelStats(ModelDescriptions.statistics(id, texts.counts(id)));
      }
    }
    return statistics.build();
  }

  @Override
  public StreamObserver<ModelInferRequest> modelStreamInfer(
      StreamObserver<ModelStreamInferResponse> responses) {
    return streams.open(responses, this::inferOnStream);
  }

  /** Answers a request by its fault where it has one, so that the stream goes on. */
  private CompletionStage<ModelStreamInferResponse> inferOnStream(ModelInferRequest request) {
    CompletionStage<ModelInferResponse> answer;
    try {
      answer = inference.infer(request);
    } catch (ChatwardenException e) {
      answer = CompletableFuture.failedStage(e);
    }
    return answer.handle(
        (response, fault) ->
            fault == null
                ? ModelStreamInferResponse.newBuilder().setInferResponse(response).build()
                : ModelStreamInferResponse.newBuilder()
                    .setErrorMessage(words(fault))
                    .setInferResponse(ModelInferResponse.newBuilder().setId(request.getId()))
                    .build());
  }

  private static String words(Throwable fault) {
    Status status = Status.fromThrowable(StatusMapper.toStatus(fault));
    return "[%s] %s".formatted(status.getCode(), status.getDescription());
  }

  @Override
  public void modelInfer(ModelInferRequest request, StreamObserver<ModelInferResponse> responses) {
    UnaryAnswer.send(responses, () -> inference.infer(request));
  }

  @Override
  public void repositoryIndex(
      RepositoryIndexRequest request, StreamObserver<RepositoryIndexResponse> responses) {
    answer(responses, () -> index(request.getReady()));
  }

  private RepositoryIndexResponse index(boolean onlyReady) {
    RepositoryIndexResponse.Builder index = RepositoryIndexResponse.newBuilder();
    repository.statuses().stream()
        .filter(status -> status.isServed() || !onlyReady)
        .forEach(
            status ->
                index.addModels(
                    ModelIndex.newBuilder()
                        .setName(status.id().name())
                        .setVersion(status.id().version())
                        .setState(status.isServed() ? "READY" : "UNAVAILABLE")
                        .setReason(status.problem())));
    return index.build();
  }
}
