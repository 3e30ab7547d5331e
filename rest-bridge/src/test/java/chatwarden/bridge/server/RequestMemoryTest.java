package chatwarden.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.bridge.access.AccessKeys;
import chatwarden.bridge.peer.ModelPeer;
import chatwarden.classifier.v1.ClassifierServiceGrpc;
import chatwarden.classifier.v1.ClassifyTextsRequest;
import chatwarden.classifier.v1.StreamingClassifyTextsRequest;
import chatwarden.classifier.v1.StreamingClassifyTextsResponse;
import chatwarden.classifier.v1.TextToClassify;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.grpc.GrpcChannels;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Bodies at every door: read only of callers who may call, and never more than there is room for.
 */
@Timeout(60)
class RequestMemoryTest {

  private static final String CALL = "/chatwarden.livechat.v1.LiveChatService/ListChats";
  private static final String MODEL = "/chatwarden.classifier.v1.ClassifierService/ClassifyTexts";
  private static final String STREAM =
      "/chatwarden.classifier.v1.ClassifierService/StreamingClassifyTexts";

  private static final List<String> JSON_DOORS =
      List.of(
          "/v1/sessions",
          "/v1/comments:classify",
          "/v1/chats/a/reviews:claim",
          "/predict",
          "/v1/moderations",
          "/v1alpha1/comments:analyze",
          "/v1alpha1/comments:suggestscore");

  private static final List<String> TYPES =
      List.of(
          "application/json",
          "application/grpc",
          "application/grpc+proto",
          "application/grpc+json",
          "application/grpc-web",
          "application/grpc-web-text",
          "text/plain");

  private static final String LONG = "Content-Length: 8000000";
  private static final String CHUNKED = "Transfer-Encoding: chunked";
  private static final int LIMIT = 64 * 1024;

  /** The beginning of a request whose body follows. */
  private static Socket begin(TestBridge bridge, String path, String type, String length)
      throws IOException {
    Socket socket = new Socket("127.0.0.1", bridge.server().port());
    socket.setSoTimeout(20_000);
    String head =
        "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\n%s\r\n\r\n"
            .formatted(path, type, length);
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static String head(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      assertThat(next).as("the answer so far: " + head).isNotNegative();
      head.append((char) next);
    }
    return head.toString();
  }

  private static String answer(TestBridge bridge, String path, String type, String length)
      throws IOException {
    try (Socket socket = begin(bridge, path, type, length)) {
      return head(socket);
    }
  }

  @Test
  void strangersAreRefusedAtEveryDoorBeforeTheirBodies() throws Exception {
    Config guarded = Config.defaults().with(AccessKeys.ENABLED, true);
    try (TestBridge bridge = TestBridge.start(guarded)) {
      for (String path : JSON_DOORS) {
        for (String type : List.of("application/json", "application/grpc")) {
          assertThat(answer(bridge, path, type, LONG)).as(path).startsWith("HTTP/1.1 401");
        }
        assertThat(answer(bridge, path, "application/json", CHUNKED))
            .as(path)
            .startsWith("HTTP/1.1 401");
      }
      for (String path : List.of(CALL, MODEL, STREAM)) {
        assertThat(answer(bridge, path, "application/grpc", LONG)).contains("grpc-status: 16");
        assertThat(answer(bridge, path, "application/grpc", CHUNKED)).contains("grpc-status: 16");
      }
      assertHeld(bridge, 0);
    }
  }

  @Test
  void callsThatAreRefusedInAnyWayGiveBackTheirMemoryAndTheirPlaceInLine() throws Exception {
    byte[] body = "x".repeat(20_000).getBytes(StandardCharsets.US_ASCII);
    List<String> paths = new ArrayList<>(JSON_DOORS);
    paths.addAll(List.of("/v1/comments:tag", CALL, MODEL, STREAM));
    try (TestBridge bridge = TestBridge.start(Config.defaults())) {
      for (String path : paths) {
        for (String type : TYPES) {
          try (Socket socket = begin(bridge, path, type, "Content-Length: " + body.length)) {
            socket.getOutputStream().write(body);
            assertThat(head(socket)).as(path + " " + type).startsWith("HTTP/1.1 ");
          }
        }
      }
      assertHeld(bridge, 0);
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(bridge.sum("admission.call")).isZero());
    }
  }

  @Test
  void strangersReadTheStatusOfALongCall() throws Exception {
    TextToClassify text = TextToClassify.newBuilder().setText("x".repeat(4_000_000)).build();
    ClassifyTextsRequest request = ClassifyTextsRequest.newBuilder().addComments(text).build();
    try (TestBridge bridge = TestBridge.start(Config.defaults().with(AccessKeys.ENABLED, true))) {
      ManagedChannel channel = GrpcChannels.open("127.0.0.1:" + bridge.server().port());
      try {
        for (int i = 0; i < 20; i++) {
          assertThatThrownBy(
                  () -> ClassifierServiceGrpc.newBlockingStub(channel).classifyTexts(request))
              .hasMessageStartingWith("UNAUTHENTICATED");
        }
      } finally {
        channel.shutdownNow();
      }
      assertHeld(bridge, 0);
    }
  }

  @Test
  void noBodyIsLongerThanARequestMayBeWhateverItsType() throws Exception {
    Config small = Config.defaults().with(BridgeKeys.MAX_REQUEST_BYTES, LIMIT);
    try (TestBridge bridge = TestBridge.start(small)) {
      for (String type : TYPES) {
        for (String path :
            List.of("/v1/comments:classify", "/v1/sessions", "/predict", CALL, MODEL)) {
          assertThat(sent(bridge, path, type)).as(path + " " + type).isLessThan(16 * 1024 * 1024);
        }
      }
      assertThat(sent(bridge, STREAM, "application/grpc")).isLessThan(16 * 1024 * 1024);
      assertHeld(bridge, 0);
    }
  }

  /**
   * Sends a message that says it has 1 GB until the bridge takes no more; returns how much it took.
   */
  private static long sent(TestBridge bridge, String path, String type) throws IOException {
    byte[] bytes = new byte[LIMIT];
    long sent = 0;
    try (Socket socket = begin(bridge, path, type, "Content-Length: 1000000000")) {
      OutputStream out = socket.getOutputStream();
      out.write(new byte[] {0, 0x3b, (byte) 0x9a, (byte) 0xca, 0});
      while (sent < 64 * LIMIT * 16 && socket.getInputStream().available() == 0) {
        out.write(bytes);
        sent += bytes.length;
      }
    } catch (IOException e) {
      return sent; // The bridge closed the connection.
    }
    return sent;
  }

  @Test
  void streamsMayBeLongerThanARequestAndCountOnlyWhatIsUnderWay() throws Exception {
    Config small =
        Config.defaults()
            .with(BridgeKeys.MAX_REQUEST_BYTES, LIMIT)
            .with(BridgeKeys.REQUEST_MEMORY_BYTES, LIMIT);
    try (ModelServers models = new ModelServers();
        TestBridge bridge =
            TestBridge.start(small.with(ModelPeer.CLASSIFIER.target(), models.target()))) {
      ManagedChannel channel = GrpcChannels.open("127.0.0.1:" + bridge.server().port());
      try {
        CountDownLatch answers = new CountDownLatch(300);
        StreamObserver<StreamingClassifyTextsRequest> requests =
            ClassifierServiceGrpc.newStub(channel).streamingClassifyTexts(new Answers(answers));
        TextToClassify text = TextToClassify.newBuilder().setText("x".repeat(1_000)).build();
        for (int i = 0; i < 300; i++) {
          requests.onNext(
              StreamingClassifyTextsRequest.newBuilder()
                  .setRequest(ClassifyTextsRequest.newBuilder().addComments(text))
                  .build());
        }
        assertThat(answers.await(30, TimeUnit.SECONDS)).isTrue();
        assertHeld(bridge, 0);
        requests.onCompleted();
      } finally {
        channel.shutdownNow();
      }
    }
  }

  private record Answers(CountDownLatch left)
      implements StreamObserver<StreamingClassifyTextsResponse> {
    @Override
    public void onNext(StreamingClassifyTextsResponse answer) {
      left.countDown();
    }

    @Override
    public void onError(Throwable fault) {}

    @Override
    public void onCompleted() {}
  }

  @Test
  void bodiesBeyondTheMemoryAreRefusedUntilOthersAreAnswered() throws Exception {
    int mebibyte = 1024 * 1024;
    Config config =
        Config.defaults()
            .with(BridgeKeys.MAX_REQUEST_BYTES, mebibyte)
            .with(BridgeKeys.REQUEST_MEMORY_BYTES, mebibyte);
    String large = "{\"source\":\"" + "x".repeat(500_000) + "\"}";
    try (TestBridge bridge = TestBridge.start(config)) {
      try (Socket slow = begin(bridge, "/predict", "application/json", "Content-Length: 900000")) {
        slow.getOutputStream().write(new byte[800_000]);
        assertHeld(bridge, 800_000);

        HttpResponse<String> refused = bridge.post("/v1/sessions", large);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(refused.body()).contains("REQUEST_MEMORY_FULL", "bridge.request-memory-bytes");
        try (Socket call = begin(bridge, CALL, "application/grpc", "Content-Length: 500005")) {
          call.getOutputStream().write(new byte[] {0, 0, 7, (byte) 0xa1, 0x20});
          call.getOutputStream().write(new byte[500_000]);
          assertThat(head(call)).contains("grpc-status: 8");
        }
        assertThat(bridge.get("/v1/chats").statusCode()).isEqualTo(200);
        assertThat(bridge.post("/v1/sessions", "{}").statusCode()).isEqualTo(400);
      }
      assertHeld(bridge, 0);
      assertThat(bridge.post("/v1/sessions", large).statusCode()).isEqualTo(400);
      assertHeld(bridge, 0);
    }
  }

  private static void assertHeld(TestBridge bridge, long bytes) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(bridge.metric("bridge.request.memory")).isEqualTo(bytes));
  }
}
