package chatwarden.bridge.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.OverloadedException;
import chatwarden.store.watch.ResumeToken;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ChatSubscribersTest extends ChatFanOutFixture {

  @Test
  void slowSubscriberIsCutAndTheOthersDoNotNotice() throws Exception {
    List<String> woken = new ArrayList<>();
    try (Watch slow = fanOut.watch(MemoryChat.ID, null, () -> woken.add("slow"));
        Watch quick = watch(null)) {
      List<String> seen = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        chat.append("c" + i);
        while (seen.size() <= i) {
          seen.addAll(ids(quick.next(PATIENCE)));
        }
      }
      assertThat(seen).hasSize(100).doesNotHaveDuplicates();
      assertThatThrownBy(() -> slow.next(SOON))
          .isInstanceOfSatisfying(
              OverloadedException.class, e -> assertThat(e.reason()).isEqualTo("SLOW_SUBSCRIBER"));
      assertThat(woken).containsExactly("slow");
    }
  }

  @Test
  void subscribersBeyondTheLimitAreRefusedUntilOneLeaves() {
    Watch first = watch(null);
    try (Watch second = watch(null);
        Watch third = watch(null)) {
      assertThatThrownBy(() -> watch(null))
          .isInstanceOfSatisfying(
              OverloadedException.class,
              e -> assertThat(e.reason()).isEqualTo("TOO_MANY_SUBSCRIBERS"));
      first.close();
      watch(null).close();
      assertThat(List.of(second.over(), third.over())).containsOnly(false);
    }
  }

  @Test
  void oneReaderServesAllSubscribersAndStopsAfterTheLast() {
    try (Watch first = watch(null);
        Watch second = watch(null)) {
      assertThat(chat.tails).hasValue(1);
      assertThat(first).isNotSameAs(second);
    }
    await().untilAsserted(() -> assertThat(chat.tails).hasValue(0));
    assertThat(fanOut.readers()).isZero();
    watch(null).close();
  }

  @Test
  void storeThatGoesAwayAndComesBackCostsNoEvents() throws Exception {
    IntStream.range(0, 1_500).forEach(i -> chat.append("c" + i));
    try (Watch watch = watch(ResumeToken.BEGINNING)) {
      List<String> seen = new ArrayList<>(ids(watch.next(PATIENCE)));
      chat.setAway(true);
      assertThat(watch.next(SOON)).isEmpty();
      chat.append("while away");
      chat.setAway(false);
      while (seen.size() < 1_501) {
        seen.addAll(ids(watch.next(PATIENCE)));
      }
      assertThat(seen).doesNotHaveDuplicates().endsWith("while away");
    }
  }

  @Test
  void drainEndsEveryWatchAndTakesNoMore() {
    Watch watch = watch(null);
    fanOut.drain();
    assertThatThrownBy(() -> watch.next(PATIENCE))
        .isInstanceOfSatisfying(
            ChatwardenException.class, e -> assertThat(e.reason()).isEqualTo("DRAINING"));
    assertThatThrownBy(() -> watch(null)).matches(FaultCode.UNAVAILABLE::isOf);
    watch.close();
  }
}
