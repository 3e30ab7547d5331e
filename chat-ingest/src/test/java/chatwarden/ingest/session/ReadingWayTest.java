package chatwarden.ingest.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatwarden.ingest.source.ChatSource;
import chatwarden.ingest.source.ReadingWay;
import chatwarden.ingest.source.SourceSink;
import chatwarden.livechat.v1.Session;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ReadingWayTest extends SessionSupervisorFixture {
  private volatile Optional<ReadingWay> way = Optional.empty();

  private final class Source implements ChatSource {
    @Override
    public void run(SourceSink to) throws InterruptedException {
      waitForEver(to);
    }

    @Override
    public Optional<ReadingWay> way() {
      return way;
    }
  }

  private Session now(Session session) {
    return sessions.get(session.getId()).orElseThrow();
  }

  @Test
  void sessionSaysWithWhichAccountItIsReadAndWhyWithNone() {
    Session session = create();
    start((wish, checkpoint) -> new Source());
    way = Optional.of(ReadingWay.with("twitch:9"));
    await().until(() -> now(session).getAccount().equals("twitch:9"));
    assertThat(now(session).getAccountProblem()).isEmpty();

    way = Optional.of(ReadingWay.without("the permission was taken back"));
    await().until(() -> !now(session).getAccountProblem().isEmpty());
    assertThat(now(session).getAccount()).isEmpty();
    assertThat(now(session).getAccountProblem()).isEqualTo("the permission was taken back");
  }
}
