package chatwarden.bridge.statistics;

import chatwarden.statistics.v1.ChatStatistics;
import chatwarden.statistics.v1.GetChatStatisticsRequest;
import chatwarden.store.statistics.StatisticsQuery;
import chatwarden.store.statistics.StatisticsStore;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Reads statistics once for all who ask for the same at the same time, as many viewers of one chat
 * do. An answer may have been begun before it was asked for. Safe for use by many threads; blocks.
 */
final class SharedReads {

  private final StatisticsStore statistics;
  private final ConcurrentMap<GetChatStatisticsRequest, CompletableFuture<ChatStatistics>>
      underWay = new ConcurrentHashMap<>();

  SharedReads(StatisticsStore statistics) {
    this.statistics = statistics;
  }

  ChatStatistics read(GetChatStatisticsRequest request) {
    StatisticsQuery query = StatisticsQuery.of(request);
    CompletableFuture<ChatStatistics> own = new CompletableFuture<>();
    CompletableFuture<ChatStatistics> others = underWay.putIfAbsent(request, own);
    if (others != null) {
      return await(others);
    }
    try {
      own.complete(statistics.read(query));
    } catch (RuntimeException e) {
      own.completeExceptionally(e);
    } finally {
      underWay.remove(request, own);
    }
    return await(own);
  }

  private static ChatStatistics await(CompletableFuture<ChatStatistics> answer) {
    try {
      return answer.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException fault ? fault : e;
    }
  }
}
