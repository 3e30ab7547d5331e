package chatwarden.serving.openinference;

import chatwarden.inference.v2.GRPCInferenceServiceGrpc;
import chatwarden.inference.v2.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import chatwarden.inference.v2.GRPCInferenceServiceGrpc.GRPCInferenceServiceStub;
import chatwarden.repository.ModelFolder;
import chatwarden.repository.ModelFolders;
import chatwarden.repository.ModelFolders.Echo;
import chatwarden.repository.ModelRepository;
import chatwarden.repository.VersionPolicy;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.grpc.GrpcChannels;
import chatwarden.runtime.grpc.GrpcEndpoint;
import chatwarden.runtime.telemetry.Telemetry;
import chatwarden.serving.door.Inference;
import chatwarden.serving.door.InferenceService;
import chatwarden.serving.door.Streams;
import chatwarden.serving.rollout.Comparison;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/**
 * Speaks the protocol with a server within this process, whose model answers with its name and the
 * text.
 */
@Timeout(60)
abstract class OpenInferenceFixture {

  static final String SERVER = "open-inference-test";

  private final Telemetry telemetry = Telemetry.prometheus();
  private final ModelFolders folders;
  private final ModelRepository<Echo> repository;
  private final InferenceService<Echo, String> texts;
  private final Streams streams = new Streams();
  private final GrpcEndpoint endpoint;
  private final ManagedChannel channel = GrpcChannels.open("inprocess:" + SERVER);
  final GRPCInferenceServiceStub streaming = GRPCInferenceServiceGrpc.newStub(channel);
  final GRPCInferenceServiceBlockingStub stub = GRPCInferenceServiceGrpc.newBlockingStub(channel);

  OpenInferenceFixture(Path root) {
    folders = new ModelFolders(root);
    repository =
        new ModelRepository<>(
            ModelFolders.TASK,
            ModelFolder.at(root),
            List.of(new ModelFolders.Loader()),
            VersionPolicy.ALL,
            telemetry.registry());
    texts =
        new InferenceService<>(
            SERVER,
            repository,
            Inference.ofTexts(Echo::answer),
            _ -> "vi",
            Comparison.none(),
            Config.defaults(),
            telemetry);
    endpoint =
        GrpcEndpoint.builder(SERVER)
            .inProcess(SERVER)
            .service(
                new OpenInferenceGrpcService<>(
                    SERVER,
                    repository,
                    texts,
                    streams,
                    List.of(
                        new AnswerTensor.Texts<>("answer", answer -> answer),
                        new AnswerTensor.Numbers<>("length", answer -> (float) answer.length()))))
            .build();
  }

  @BeforeEach
  void start() throws IOException {
    folders.add("vi-echo", "1", "vi", "one");
    folders.add("vi-echo", "2", "vi", "two");
    folders.add("vi-echo", "3", "vi", "no model");
    repository.start();
    texts.start();
    endpoint.start();
  }

  @AfterEach
  void close() {
    channel.shutdownNow();
    endpoint.close();
    texts.close();
    repository.close();
    telemetry.close();
  }
}
