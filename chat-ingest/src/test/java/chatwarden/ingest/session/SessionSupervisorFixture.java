package chatwarden.ingest.session;

import chatwarden.ingest.source.ChatSource;
import chatwarden.ingest.source.RecordingSink;
import chatwarden.ingest.source.SourceSink;
import chatwarden.livechat.v1.Session;
import chatwarden.type.v1.ChatState;
import chatwarden.type.v1.Comment;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;

/** Runs sessions of a chat by supervisors over a store in memory. */
abstract class SessionSupervisorFixture {

  static final Duration TTL = Duration.ofSeconds(2);

  final MemorySessions sessions = new MemorySessions();
  final RecordingSink sink = new RecordingSink();
  private final List<SessionSupervisor> supervisors = new ArrayList<>();

  @AfterEach
  void stopAll() {
    supervisors.forEach(SessionSupervisor::close);
  }

  Session create() {
    return sessions.create(Session.newBuilder().setSource("test:").setChat("room").build());
  }

  SessionSupervisor start(SourceFactory sources) {
    SessionSupervisor supervisor =
        new SessionSupervisor(
            sessions,
            sources,
            (session, fence, threshold, rejections) -> sink,
            new SessionSettings("test", TTL, Duration.ofMillis(20), Duration.ofMillis(100), 3),
            InstantSource.system(),
            new SimpleMeterRegistry());
    supervisors.add(supervisor);
    supervisor.start();
    return supervisor;
  }

  ChatState state(Session session) {
    return sessions.get(session.getId()).orElseThrow().getState();
  }

  String reason(Session session) {
    return sessions.get(session.getId()).orElseThrow().getReason();
  }

  String saved(Session session) {
    return sessions
        .checkpoint(session.getId())
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
        .orElse("none");
  }

  static int number(byte[] checkpoint) {
    return Integer.parseInt(new String(checkpoint, StandardCharsets.UTF_8));
  }

  static void waitForEver(SourceSink to) throws InterruptedException {
    new CountDownLatch(1).await();
  }

  static SourceFactory counting(int count) {
    return (wish, checkpoint) -> new Steps(0, count, new Semaphore(count));
  }

  /** Delivers numbered comments as permits come; its place is how many it has delivered. */
  static final class Steps implements ChatSource {
    private final int from;
    private final int to;
    private final Semaphore permits;
    private volatile int place;

    Steps(int from, int to, Semaphore permits) {
      this.from = from;
      this.to = to;
      this.permits = permits;
      this.place = from;
    }

    @Override
    public void run(SourceSink sink) throws InterruptedException {
      for (int i = from; i < to; i++) {
        permits.acquire();
        sink.deliver(
            Comment.newBuilder().setId(String.valueOf(i)).setChat("room").setText("x").build());
        place = i + 1;
      }
    }

    @Override
    public Optional<byte[]> checkpoint() {
      return place == from
          ? Optional.empty()
          : Optional.of(String.valueOf(place).getBytes(StandardCharsets.UTF_8));
    }
  }
}
