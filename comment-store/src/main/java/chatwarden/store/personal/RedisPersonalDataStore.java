package chatwarden.store.personal;

import chatwarden.review.v1.AuditAction;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.store.comment.CommentStore;
import chatwarden.store.erasure.Tombstones;
import chatwarden.store.pseudonym.Pseudonyms;
import chatwarden.store.redis.ChatKeys;
import chatwarden.store.redis.SharedConnection;
import chatwarden.store.review.ReviewStore;
import chatwarden.store.review.Reviewer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** The accounts in Redis. */
public final class RedisPersonalDataStore implements PersonalDataStore {

  private final SharedConnection redis;
  private final CommentStore comments;
  private final ReviewStore reviews;
  private final Pseudonyms pseudonyms;
  private final Tombstones tombstones;
  private final InstantSource clock;
  private final AccountExport exports;

  /** The accounts of a store. */
  public RedisPersonalDataStore(
      SharedConnection redis,
      CommentStore comments,
      ReviewStore reviews,
      Pseudonyms pseudonyms,
      Tombstones tombstones,
      InstantSource clock) {
    this.redis = redis;
    this.comments = comments;
    this.reviews = reviews;
    this.pseudonyms = pseudonyms;
    this.tombstones = tombstones;
    this.clock = clock;
    this.exports = new AccountExport(redis, reviews);
  }

  @Override
  public AccountPage export(AccountScope scope, Reviewer reviewer, int pageSize, String pageToken) {
    List<String> chats = chats(scope);
    AccountPage page = exports.page(scope, chats, pageSize, pageToken);
    if (pageToken.isEmpty()) {
      chats.stream()
          .filter(chat -> new AccountTraces(redis).areIn(chat, scope.authorId()))
          .forEach(
              chat ->
                  reviews.noteAccount(
                      chat, AuditAction.EXPORT_ACCOUNT, pseudonym(scope.authorId()), reviewer));
    }
    return page;
  }

  @Override
  public ErasureCounts erase(AccountScope scope, Reviewer reviewer) {
    String author = scope.authorId();
    Instant now = clock.instant();
    ErasureCounts counts = ErasureCounts.NONE;
    try (ErasureLock lock = ErasureLock.take(redis)) {
      if (scope.chat().isEmpty()) {
        tombstones.addToAll(author, now);
      }
      // Listed after that: a chat that is indexed from now on has the tombstone.
      for (String chat : chats(scope)) {
        ChatKeys keys = new ChatKeys(chat);
        tombstones.add(keys, author, now);
        AccountErasure erasure =
            new AccountErasure(redis, comments, lock, keys, author, pseudonym(author));
        if (erasure.hasTraces()) {
          reviews.noteAccount(chat, AuditAction.ERASE_ACCOUNT, pseudonym(author), reviewer);
        }
        counts = counts.plus(erasure.erase());
        lock.renew();
      }
    }
    if (counts.isAny()) {
      redis.rewriteAppendOnlyFiles();
    }
    return counts;
  }

  @Override
  public long pseudonymize(String name, String caller, Reviewer reviewer) {
    if (name.isEmpty() && caller.isEmpty()) {
      throw InvalidInputException.of("name", "is empty, and so is the caller (expected: one)");
    }
    ReviewerReplacement replacement =
        new ReviewerReplacement(
            name, caller, "former " + pseudonym("name " + name), "former:" + pseudonym(caller));
    long changed;
    try (ErasureLock lock = ErasureLock.take(redis)) {
      ReviewerErasure erasure = new ReviewerErasure(redis, lock, replacement);
      changed = erasure.eraseInLogs();
      for (String chat : members(ChatKeys.CHATS)) {
        long inChat = erasure.eraseIn(new ChatKeys(chat));
        if (inChat > 0) {
          reviews.noteAccount(chat, AuditAction.PSEUDONYMIZE_REVIEWER, "", reviewer);
        }
        changed += inChat;
        lock.renew();
      }
    }
    if (changed > 0) {
      redis.rewriteAppendOnlyFiles();
    }
    return changed;
  }

  @Override
  public String pseudonym(String id) {
    return pseudonyms.of(id);
  }

  private List<String> chats(AccountScope scope) {
    return scope.chat().isEmpty() ? members(ChatKeys.CHATS) : List.of(scope.chat());
  }

  private List<String> members(String index) {
    return redis.ask(commands -> commands.zrange(index, 0, -1)).stream()
        .map(id -> new String(id, StandardCharsets.UTF_8))
        .sorted()
        .toList();
  }
}
