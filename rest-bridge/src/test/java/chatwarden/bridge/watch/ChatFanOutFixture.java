package chatwarden.bridge.watch;

import chatwarden.livechat.v1.WatchCommentsResponse;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.store.watch.ResumeToken;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** Fans the events of one chat in memory out to three watches at most. */
abstract class ChatFanOutFixture {

  static final Duration SOON = Duration.ofMillis(20);
  static final Duration PATIENCE = Duration.ofSeconds(10);

  final MemoryChat chat = new MemoryChat();
  ChatFanOut fanOut =
      fanOut(
          chat,
          Config.defaults()
              .with(WatchKeys.LINGER, Duration.ZERO)
              .with(WatchKeys.BUFFER, 64)
              .with(WatchKeys.MAX_SUBSCRIBERS, 3));

  static ChatFanOut fanOut(MemoryChat chat, Config config) {
    return new ChatFanOut(chat, chat, config, new SimpleMeterRegistry());
  }

  @AfterEach
  void close() {
    fanOut.close();
  }

  Watch watch(@Nullable ResumeToken after) {
    return fanOut.watch(MemoryChat.ID, after, () -> {});
  }

  static List<SharedEvent> toTheEnd(Watch watch) throws InterruptedException, ChatwardenException {
    List<SharedEvent> all = new ArrayList<>();
    while (!watch.over()) {
      all.addAll(watch.next(PATIENCE));
    }
    return all;
  }

  static List<String> ids(List<SharedEvent> events) {
    return events.stream().map(SharedEvent::message).map(ChatFanOutFixture::id).toList();
  }

  private static String id(WatchCommentsResponse event) {
    return switch (event.getEventCase()) {
      case ENDED -> "ended";
      case STARTED -> "started";
      default -> event.getClassified().getComment().getId();
    };
  }
}
