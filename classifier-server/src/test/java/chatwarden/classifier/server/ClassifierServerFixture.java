package chatwarden.classifier.server;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import chatwarden.classifier.v1.ClassifierServiceGrpc;
import chatwarden.classifier.v1.ClassifyTextsRequest;
import chatwarden.classifier.v1.ClassifyTextsResponse;
import chatwarden.classifier.v1.TextToClassify;
import chatwarden.repository.source.SourceKeys;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.config.ConfigLoader;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FieldProblem;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.grpc.GrpcChannels;
import chatwarden.runtime.grpc.StatusMapper;
import chatwarden.runtime.telemetry.Telemetry;
import chatwarden.serving.server.ModelServer;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;

/** Starts a server within the process, with the models that ship. */
@Timeout(60)
@TestInstance(Lifecycle.PER_CLASS)
abstract class ClassifierServerFixture {

  static final Config CONFIG =
      ConfigLoader.of(ClassifierServer.SERVICE.keys())
          .preset(SourceKeys.SOURCES, List.of("../models"))
          .preset(ClassifierServer.SERVICE.listen().port(), 0)
          .load();

  private final Telemetry telemetry = Telemetry.prometheus();
  final ModelServer server =
      ClassifierServer.SERVICE.inProcess("classifier-tests", CONFIG, telemetry);
  private final List<ManagedChannel> channels = new ArrayList<>();

  @BeforeAll
  void start() throws Exception {
    server.start();
  }

  @AfterAll
  void close() throws Exception {
    channels.forEach(ManagedChannel::shutdownNow);
    server.close();
    telemetry.close();
  }

  ManagedChannel channel(String target) {
    ManagedChannel channel = GrpcChannels.open(target);
    channels.add(channel);
    return channel;
  }

  ClassifyTextsResponse classify(String... texts) {
    return ClassifierServiceGrpc.newBlockingStub(channel(server.target()))
        .classifyTexts(request(texts));
  }

  static ClassifyTextsRequest request(String... texts) {
    ClassifyTextsRequest.Builder request = ClassifyTextsRequest.newBuilder();
    for (int i = 0; i < texts.length; i++) {
      request.addComments(TextToClassify.newBuilder().setId("id" + i).setText(texts[i]));
    }
    return request.build();
  }

  List<String> problems(ClassifyTextsRequest request) {
    return ((InvalidInputException) fault(request))
        .problems().stream().map(FieldProblem::field).toList();
  }

  ChatwardenException fault(ClassifyTextsRequest request) {
    var client = ClassifierServiceGrpc.newBlockingStub(channel(server.target()));
    return StatusMapper.fromStatus(
        catchThrowableOfType(StatusRuntimeException.class, () -> client.classifyTexts(request)));
  }
}
