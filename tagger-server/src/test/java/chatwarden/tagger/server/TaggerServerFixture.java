package chatwarden.tagger.server;

import chatwarden.repository.source.SourceKeys;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.config.ConfigLoader;
import chatwarden.runtime.grpc.GrpcChannels;
import chatwarden.runtime.telemetry.Telemetry;
import chatwarden.serving.server.ModelServer;
import chatwarden.tagger.v1.TagSpansRequest;
import chatwarden.tagger.v1.TagSpansResponse;
import chatwarden.tagger.v1.TaggerServiceGrpc;
import chatwarden.tagger.v1.TextToTag;
import io.grpc.ManagedChannel;
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
abstract class TaggerServerFixture {

  static final Config CONFIG =
      ConfigLoader.of(TaggerServer.SERVICE.keys())
          .preset(SourceKeys.SOURCES, List.of("../models"))
          .preset(TaggerServer.SERVICE.listen().port(), 0)
          .load();

  private final Telemetry telemetry = Telemetry.prometheus();
  final ModelServer server = TaggerServer.SERVICE.inProcess("tagger-tests", CONFIG, telemetry);
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

  TagSpansResponse tag(String... texts) {
    return TaggerServiceGrpc.newBlockingStub(channel(server.target())).tagSpans(request(texts));
  }

  static TagSpansRequest request(String... texts) {
    TagSpansRequest.Builder request = TagSpansRequest.newBuilder();
    for (int i = 0; i < texts.length; i++) {
      request.addComments(TextToTag.newBuilder().setId("id" + i).setText(texts[i]));
    }
    return request.build();
  }
}
