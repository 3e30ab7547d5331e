package chatwarden.standalone.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.policy.v1.BacktestSettingsRequest;
import chatwarden.policy.v1.BacktestSettingsResponse;
import chatwarden.policy.v1.PolicyServiceGrpc;
import chatwarden.policy.v1.ReplayCommentsRequest;
import chatwarden.policy.v1.ReplayCommentsResponse;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PagedSumsTest {
  private static final int STORED = 12_000;

  private final List<Long> progress = new ArrayList<>();
  private Server server;
  private ManagedChannel channel;

  @BeforeEach
  void open() throws Exception {
    String name = InProcessServerBuilder.generateName();
    server = InProcessServerBuilder.forName(name).addService(new PagedChat()).build().start();
    channel = InProcessChannelBuilder.forName(name).build();
  }

  @AfterEach
  void close() {
    channel.shutdownNow();
    server.shutdownNow();
  }

  @Test
  void aBacktestReportsHowManyCommentsEachPageAdded() {
    BacktestSettingsResponse all =
        BacktestSum.of(
            channel,
            BacktestSettingsRequest.newBuilder().setPageSize(5_000).build(),
            0,
            progress::add);

    assertThat(all.getComparedCount()).isEqualTo(STORED);
    assertThat(progress).containsExactly(5_000L, 10_000L);
  }

  @Test
  void aBacktestEndsAtTheMostComments() {
    BacktestSettingsResponse some =
        BacktestSum.of(
            channel,
            BacktestSettingsRequest.newBuilder().setPageSize(5_000).build(),
            7_000,
            progress::add);

    assertThat(some.getComparedCount()).isEqualTo(7_000);
    assertThat(progress).containsExactly(5_000L);
  }

  @Test
  void aReplayReportsHowManyCommentsEachPageAdded() {
    ReplayCommentsResponse all =
        ReplaySum.of(
            channel, ReplayCommentsRequest.newBuilder().setPageSize(5_000).build(), progress::add);

    assertThat(all.getComparedCount()).isEqualTo(STORED);
    assertThat(progress).containsExactly(5_000L, 10_000L);
  }

  private static final class PagedChat extends PolicyServiceGrpc.PolicyServiceImplBase {
    @Override
    public void backtestSettings(
        BacktestSettingsRequest request, StreamObserver<BacktestSettingsResponse> responses) {
      int start = start(request.getPageToken());
      int end = Math.min(STORED, start + request.getPageSize());
      responses.onNext(
          BacktestSettingsResponse.newBuilder()
              .setComparedCount(end - start)
              .setNextPageToken(token(end))
              .build());
      responses.onCompleted();
    }

    @Override
    public void replayComments(
        ReplayCommentsRequest request, StreamObserver<ReplayCommentsResponse> responses) {
      int start = start(request.getPageToken());
      int end = Math.min(STORED, start + request.getPageSize());
      responses.onNext(
          ReplayCommentsResponse.newBuilder()
              .setComparedCount(end - start)
              .setNextPageToken(token(end))
              .build());
      responses.onCompleted();
    }

    private static int start(String token) {
      return token.isEmpty() ? 0 : Integer.parseInt(token);
    }

    private static String token(int end) {
      return end == STORED ? "" : String.valueOf(end);
    }
  }
}
