package chatwarden.rewriter.server;

import chatwarden.repository.source.SourceKeys;
import chatwarden.rewriter.v1.RewriteTextRequest;
import chatwarden.rewriter.v1.RewriteTextResponse;
import chatwarden.rewriter.v1.RewriterServiceGrpc;
import chatwarden.rewriter.v1.TextToRewrite;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.config.ConfigLoader;
import chatwarden.runtime.grpc.GrpcChannels;
import chatwarden.runtime.telemetry.Telemetry;
import chatwarden.serving.server.ModelServer;
import io.grpc.ManagedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;

/** Starts a server within the process, with the model that ships. */
@Timeout(60)
@TestInstance(Lifecycle.PER_CLASS)
abstract class RewriterServerFixture {

  private static final Config CONFIG =
      ConfigLoader.of(RewriterServer.SERVICE.keys())
          .preset(SourceKeys.SOURCES, List.of("../models"))
          .preset(RewriterServer.SERVICE.listen().port(), 0)
          .load();

  private final Telemetry telemetry = Telemetry.prometheus();
  private final ModelServer server =
      RewriterServer.SERVICE.inProcess("rewriter-tests", CONFIG, telemetry);
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

  ManagedChannel channel() {
    ManagedChannel channel = GrpcChannels.open(server.target());
    channels.add(channel);
    return channel;
  }

  RewriteTextResponse rewrite(String... texts) {
    return RewriterServiceGrpc.newBlockingStub(channel()).rewriteText(request(texts));
  }

  static RewriteTextRequest request(String... texts) {
    RewriteTextRequest.Builder request = RewriteTextRequest.newBuilder();
    for (int i = 0; i < texts.length; i++) {
      request.addComments(TextToRewrite.newBuilder().setId("id" + i).setText(texts[i]));
    }
    return request.build();
  }
}
