package chatwarden.store.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.runtime.error.InvalidInputException;
import chatwarden.store.redis.OpenStores;
import chatwarden.store.redis.StoreKeys;
import chatwarden.testing.engine.RedisServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class FeedbackPagesTest {

  private RedisServer redis = RedisServer.start();

  @BeforeEach
  void start() throws IOException {
    for (int i = 0; i < 7; i++) {
      redis.command("XADD cw:feedback * text text-" + i + " score.TOXICITY 0.5");
    }
  }

  @AfterEach
  void stop() {
    redis.close();
  }

  @Test
  void pagesHaveEachPieceOnceTheOldestFirst() throws Exception {
    try (OpenStores stores = OpenStores.on(redis)) {
      List<String> texts = new ArrayList<>();
      String token = "";
      do {
        FeedbackPage page = stores.feedback().page(3, token);
        page.kept().forEach(kept -> texts.add(kept.feedback().text()));
        token = page.nextPageToken();
      } while (!token.isEmpty());

      assertThat(texts)
          .containsExactly("text-0", "text-1", "text-2", "text-3", "text-4", "text-5", "text-6");
      assertThat(stores.feedback().page(1, "").kept().getFirst().feedback().scores())
          .isEqualTo(Map.of("TOXICITY", 0.5));
      assertThatThrownBy(() -> stores.feedback().page(1, "no token"))
          .isInstanceOf(InvalidInputException.class);
    }
  }

  @Test
  void pastTheRetentionAreOnlyCounted() throws Exception {
    redis.command("XADD cw:feedback 9999999999999-0 text later");
    try (OpenStores stores =
        new OpenStores(OpenStores.config(redis).with(StoreKeys.RETENTION, Duration.ofMillis(1)))) {
      FeedbackPage page = stores.feedback().page(100, "");

      assertThat(page.kept().stream().map(kept -> kept.feedback().text())).containsExactly("later");
      assertThat(page.expired()).isEqualTo(7);
    }
  }
}
