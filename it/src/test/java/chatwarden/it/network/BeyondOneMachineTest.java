package chatwarden.it.network;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.it.network.GuideCommands.Command;
import chatwarden.it.process.ChatwardenProcess;
import chatwarden.livechat.v1.CommentPushServiceGrpc;
import chatwarden.livechat.v1.LiveChatServiceGrpc;
import chatwarden.livechat.v1.PushCommentsRequest;
import chatwarden.livechat.v1.Session;
import chatwarden.livechat.v1.StartSessionRequest;
import chatwarden.livechat.v1.StopSessionRequest;
import chatwarden.runtime.grpc.GrpcChannels;
import chatwarden.standalone.process.BridgeKey;
import chatwarden.testing.engine.RabbitServer;
import chatwarden.testing.engine.RedisServer;
import chatwarden.testing.network.PrivateNetwork;
import chatwarden.testing.network.TcpRelay;
import chatwarden.testing.process.JavaProcess;
import chatwarden.type.v1.Comment;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operators' guide for several machines, on two network namespaces. */
class BeyondOneMachineTest {
  private static final Pattern READY = Pattern.compile("^ready ");
  private static final Duration LIMIT = Duration.ofSeconds(90);

  @TempDir private Path folder;
  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
  }

  @Test
  void theCommandsOfTheReadmeWorkAsTheyAreWritten() throws Exception {
    PrivateNetwork network =
        opened(PrivateNetwork.of(List.of("models", "front"), List.of("rabbit", "redis")));
    Engines engines = startEngines(network.gateway());
    makeCertificates();
    String key = "";
    for (Command command : GuideCommands.read()) {
      JavaProcess process = opened(start(network, command, engines, tls(command.host())));
      if (command.isServer()) {
        process.awaitLine(READY, LIMIT);
      } else {
        assertThat(process.awaitExit(LIMIT)).as(() -> "" + process.standardError()).isZero();
        key = process.standardOutput().getFirst();
      }
    }

    ManagedChannel connection = GrpcChannels.open(network.host("front").address() + ":8080");
    opened.add(connection::shutdownNow);
    readChat(BridgeKey.on(connection, key));
    JavaProcess watch =
        opened(
            start(
                network,
                new Command(
                    "models",
                    List.of(
                        "watch", "arena", "--target", "front:8080", "--from", "0-0", "--no-color")),
                engines,
                Map.of("CHATWARDEN_KEY", key)));
    assertThat(watch.awaitExit(LIMIT)).as(() -> "" + watch.standardError()).isZero();
    assertThat(watch.standardOutput())
        .anyMatch(line -> line.matches(".*(OFFENSIVE|HATE).*\\[.+].*"));
  }

  private void makeCertificates() throws Exception {
    Process shell =
        new ProcessBuilder("bash", "-e", "-c", GuideCommands.certificates())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("openssl.log").toFile())
            .start();
    assertThat(shell.waitFor()).as("the status of openssl, see its log").isZero();
  }

  private Map<String, String> tls(String host) {
    return Map.of(
        "CHATWARDEN_GRPC_TLS_AUTHORITY", folder.resolve("authority.pem").toString(),
        "CHATWARDEN_GRPC_TLS_CERTIFICATE", folder.resolve(host + ".pem").toString(),
        "CHATWARDEN_GRPC_TLS_KEY", folder.resolve(host + ".key").toString());
  }

  /** Pushes a comment by the bridge to ingest, which asks the models, and ends the chat. */
  private static void readChat(Channel bridge) {
    var chats = LiveChatServiceGrpc.newBlockingStub(bridge);
    Session session =
        chats.startSession(
            StartSessionRequest.newBuilder()
                .setSession(Session.newBuilder().setSource("push:arena"))
                .build());
    var pushes = CommentPushServiceGrpc.newBlockingStub(bridge);
    PushCommentsRequest request =
        PushCommentsRequest.newBuilder()
            .setChat("arena")
            .addComments(Comment.newBuilder().setId("p1").setText("thằng ngu này câm mồm đi"))
            .build();
    org.awaitility.Awaitility.await()
        .atMost(LIMIT)
        .ignoreExceptions() // until a process has taken the session up
        .until(() -> pushes.pushComments(request).getAcceptedCount() == 1);
    var unused = chats.stopSession(StopSessionRequest.newBuilder().setId(session.getId()).build());
  }

  /** Where the engines of this machine are, in the place of those of the guide. */
  private record Engines(String broker, String redis) {
    String here(String word) {
      return word.replace("amqp://user:password@rabbit:5672", broker)
          .replace("redis://redis:6379", redis);
    }
  }

  private Engines startEngines(String address) {
    RabbitServer rabbit = opened(RabbitServer.start());
    RedisServer redis = opened(RedisServer.start());
    int rabbitPort = opened(TcpRelay.open(address, rabbit.port())).port();
    int redisPort = opened(TcpRelay.open(address, redis.port())).port();
    return new Engines("amqp://guest:guest@rabbit:" + rabbitPort, "redis://redis:" + redisPort);
  }

  private static JavaProcess start(
      PrivateNetwork network, Command command, Engines engines, Map<String, String> variables) {
    return ChatwardenProcess.launchOn(
        network.host(command.host()),
        variables,
        command.words().stream().map(engines::here).toArray(String[]::new));
  }

  private <T extends AutoCloseable> T opened(T part) {
    opened.add(part);
    return part;
  }
}
