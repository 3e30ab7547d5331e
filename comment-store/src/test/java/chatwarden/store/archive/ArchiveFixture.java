package chatwarden.store.archive;

import chatwarden.comment.v1.CommentFilter;
import chatwarden.livechat.v1.WatchCommentsResponse;
import chatwarden.review.v1.AuditEntry;
import chatwarden.review.v1.Decision;
import chatwarden.settings.v1.ChatSettings;
import chatwarden.store.comment.CommentQuery;
import chatwarden.store.comment.TestChat;
import chatwarden.store.redis.OpenStores;
import chatwarden.store.review.Reviewer;
import chatwarden.store.review.Verdict;
import chatwarden.store.settings.SettingsChange;
import chatwarden.testing.engine.RedisServer;
import chatwarden.type.v1.ModeratedComment;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Chats to write to archives and to compare with restored ones. */
final class ArchiveFixture {

  static final Reviewer ANN = new Reviewer("Ann", "key:a");
  static final int COMMENTS = 60;

  private ArchiveFixture() {}

  /** Fills a chat: all is tagged but the last eight, three are decided on, one is removed. */
  static TestChat fill(OpenStores stores, String id) {
    TestChat chat = TestChat.of(id, COMMENTS, 0.4);
    stores.start(id);
    chat.classifiedBatches(20).forEach(batch -> OpenStores.await(stores.comments().record(batch)));
    var tagged = chat.taggedBatches(8);
    tagged
        .subList(0, tagged.size() - 1)
        .forEach(batch -> OpenStores.await(stores.comments().record(batch)));
    OpenStores.await(stores.comments().record(chat.deletion(chat.commentId(1))));
    OpenStores.await(stores.comments().record(chat.ban("author-2", 10)));
    stores.reviews().claim(id, ANN, 3, Duration.ofMinutes(5)).getReviewsList().stream()
        .map(review -> review.getComment().getComment().getId())
        .forEach(
            comment ->
                stores
                    .reviews()
                    .decide(id, comment, ANN, new Verdict(Decision.HIDE, "spoils it", null)));
    stores.comments().delete(id, chat.commentId(50));
    stores
        .settings()
        .update(
            new SettingsChange(
                stores.settings().get(id),
                ChatSettings.newBuilder().setFlagThreshold(0.6f).build(),
                List.of("flag_threshold")),
            ANN);
    return chat;
  }

  /** The state of a chat, as callers see it. */
  record Seen(
      List<ModeratedComment> comments,
      List<ModeratedComment> ofAuthor,
      List<WatchCommentsResponse> events,
      List<AuditEntry> audit,
      ChatSettings settings,
      Object chat,
      Object session) {}

  static Seen see(OpenStores stores, String chat) {
    return new Seen(
        stores.comments().list(query(chat, "")).comments(),
        stores.comments().list(query(chat, "author-1")).comments(),
        stores.allEvents(chat),
        stores.reviews().auditAfter(chat, "", 1_000),
        stores.settings().get(chat),
        stores.comments().chat(chat).orElseThrow(),
        stores.sessions().list(100, "").sessions().stream()
            .filter(session -> session.getChat().equals(chat))
            .toList());
  }

  private static CommentQuery query(String chat, String author) {
    return new CommentQuery(
        chat, 1_000, "", CommentFilter.newBuilder().setAuthorId(author).build());
  }

  static ArchiveSummary backup(RedisServer redis, Path file, Optional<String> chat)
      throws IOException, InterruptedException {
    return StoreBackup.write(
        OpenStores.config(redis), file, chat, "Test 1", InstantSource.system());
  }

  static ArchiveSummary restore(
      RedisServer redis, Path file, Optional<String> chat, boolean replace)
      throws IOException, InterruptedException {
    return StoreRestore.read(OpenStores.config(redis), file, chat, replace, InstantSource.system());
  }
}
