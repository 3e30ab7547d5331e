package chatwarden.bridge.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.statistics.v1.ChatStatistics;
import chatwarden.statistics.v1.GetChatStatisticsRequest;
import chatwarden.store.statistics.StatisticsQuery;
import chatwarden.store.statistics.StatisticsStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SharedReadsTest {

  private final Queue<String> read = new ConcurrentLinkedQueue<>();
  private final CountDownLatch mayAnswer = new CountDownLatch(1);
  private final SharedReads reads = new SharedReads(new SlowStore());

  /** Answers with the chat's id when it may; knows every chat but one. */
  private final class SlowStore implements StatisticsStore {
    @Override
    public ChatStatistics read(StatisticsQuery query) {
      read.add(query.chat());
      try {
        mayAnswer.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      if (query.chat().equals("unheard-of")) {
        throw FaultCode.NOT_FOUND.exception("CHAT_NOT_FOUND", "no chat has this id");
      }
      return ChatStatistics.newBuilder().setChat(query.chat()).build();
    }
  }

  private static GetChatStatisticsRequest of(String chat) {
    return GetChatStatisticsRequest.newBuilder().setChat(chat).build();
  }

  @Test
  void thoseWhoAskForTheSameAtATimeShareOneRead() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Thread> waiting = new ArrayList<>();
      List<Future<ChatStatistics>> answers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        answers.add(
            threads.submit(
                () -> {
                  synchronized (waiting) {
                    waiting.add(Thread.currentThread());
                  }
                  return reads.read(of("demo"));
                }));
      }
      Future<ChatStatistics> other = threads.submit(() -> reads.read(of("other")));
      Awaitility.await()
          .untilAsserted(() -> assertThat(read).containsExactlyInAnyOrder("demo", "other"));
      Awaitility.await("all of them wait")
          .until(
              () -> {
                synchronized (waiting) {
                  return waiting.size() == 8
                      && waiting.stream().allMatch(it -> it.getState() == Thread.State.WAITING);
                }
              });
      mayAnswer.countDown();
      for (Future<ChatStatistics> answer : answers) {
        assertThat(answer.get().getChat()).isEqualTo("demo");
      }
      assertThat(other.get().getChat()).isEqualTo("other");
    }
    assertThat(read).hasSize(2);
    reads.read(of("demo"));
    assertThat(read).as("nothing is kept").hasSize(3);
  }

  @Test
  void faultsAreThoseOfTheStoreAndAreNotKept() {
    mayAnswer.countDown();
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> reads.read(of("unheard-of"))).matches(FaultCode.NOT_FOUND::isOf);
    }
    assertThat(read).hasSize(2);
    assertThatThrownBy(() -> reads.read(of("no chat"))).isInstanceOf(InvalidInputException.class);
    assertThat(read).hasSize(2);
  }
}
