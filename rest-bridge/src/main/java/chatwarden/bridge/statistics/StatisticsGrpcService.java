package chatwarden.bridge.statistics;

import chatwarden.bridge.door.StoreCalls;
import chatwarden.statistics.v1.ChatStatistics;
import chatwarden.statistics.v1.GetChatStatisticsRequest;
import chatwarden.statistics.v1.StatisticsServiceGrpc.StatisticsServiceImplBase;
import chatwarden.store.statistics.StatisticsStore;
import io.grpc.stub.StreamObserver;

/** The statistics, as {@code StatisticsService}. Answers on virtual threads. */
public final class StatisticsGrpcService extends StatisticsServiceImplBase {

  private final SharedReads statistics;
  private final StoreCalls calls;

  /** A door to {@code statistics}. */
  public StatisticsGrpcService(StatisticsStore statistics, StoreCalls calls) {
    this.statistics = new SharedReads(statistics);
    this.calls = calls;
  }

  @Override
  public void getChatStatistics(
      GetChatStatisticsRequest request, StreamObserver<ChatStatistics> observer) {
    calls.answer(observer, () -> statistics.read(request));
  }
}
