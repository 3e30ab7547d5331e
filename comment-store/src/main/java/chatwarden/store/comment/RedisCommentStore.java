package chatwarden.store.comment;

import chatwarden.domain.chat.ChatIds;
import chatwarden.domain.chat.SyntheticChat;
import chatwarden.livechat.v1.Chat;
import chatwarden.pipeline.v1.ChatEvent;
import chatwarden.pipeline.v1.ClassifiedBatch;
import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.pipeline.v1.Publication;
import chatwarden.pipeline.v1.RewrittenBatch;
import chatwarden.pipeline.v1.TaggedBatch;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.store.redis.ChatKeys;
import chatwarden.store.redis.ScriptCall;
import chatwarden.store.redis.SharedConnection;
import chatwarden.store.redis.StoreMetrics;
import chatwarden.store.redis.StoredTime;
import chatwarden.type.v1.DeletedComment;
import chatwarden.type.v1.ModeratedComment;
import io.lettuce.core.ScriptOutputType;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The comments in Redis. Recordings complete on Lettuce's threads. */
public final class RedisCommentStore implements CommentStore {

  private final SharedConnection redis;
  private final RecordCalls calls;
  private final BanMarks banMarks;
  private final PendingComments pending;
  private final CommentLister lister;
  private final CommentSearch search;
  private final ChatIndex chats;
  private final StoreMetrics metrics;
  private final InstantSource clock;

  public RedisCommentStore(
      SharedConnection redis,
      RecordCalls calls,
      ChatIndex chats,
      StoreMetrics metrics,
      InstantSource clock) {
    this.redis = redis;
    this.calls = calls;
    this.banMarks = new BanMarks(redis);
    this.pending = new PendingComments(redis);
    this.lister = new CommentLister(redis);
    this.search = new CommentSearch(redis);
    this.chats = chats;
    this.metrics = metrics;
    this.clock = clock;
  }

  @Override
  public CompletionStage<List<ClassifiedComment>> record(ClassifiedBatch batch) {
    return recordComments(batch.getChat(), batch, calls::of)
        .thenCompose(places -> pending.of(batch, places));
  }

  @Override
  public CompletionStage<Void> record(TaggedBatch batch) {
    return recordComments(batch.getChat(), batch, calls::of).thenAccept(places -> {});
  }

  @Override
  public CompletionStage<Void> record(RewrittenBatch batch) {
    try {
      return redis
          .<Long>run(calls.of(batch), ScriptOutputType.INTEGER)
          .thenAccept(metrics::countRewritten);
    } catch (InvalidInputException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  @Override
  public CompletionStage<Long> record(ChatEvent event) {
    String chat = event.getChat();
    try {
      CompletionStage<Long> missing = recordEvent(chat, calls.of(event));
      return event.hasBanned()
          ? missing.thenCompose(
              none -> banMarks.apply(chat, event.getBanned()).thenApply(done -> none))
          : missing;
    } catch (ChatwardenException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  @Override
  public CompletionStage<Void> passOver(String chat, Publication publication) {
    try {
      return redis
          .<Long>run(calls.passOver(chat, publication), ScriptOutputType.INTEGER)
          .thenAccept(done -> {});
    } catch (ChatwardenException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  @Override
  public Optional<ModeratedComment> get(String chat, String id) {
    if (!ChatIds.isValid(chat)) {
      return Optional.empty();
    }
    String key = new ChatKeys(chat).comment(id);
    return CommentHash.read(chat, redis.ask(commands -> commands.hgetall(key)));
  }

  @Override
  public CommentPage list(CommentQuery query) {
    chats.require(query.chat());
    return search.answers(query) ? search.page(query) : lister.page(query);
  }

  @Override
  public boolean delete(String chat, String id) {
    if (!ChatIds.isValid(chat)) {
      return false;
    }
    String key = new ChatKeys(chat).comment(id);
    Map<String, byte[]> hash = redis.ask(commands -> commands.hgetall(key));
    Optional<ModeratedComment> comment = CommentHash.read(chat, hash);
    if (comment.isEmpty()) {
      return false;
    }
    DeletedComment deleted =
        DeletedComment.newBuilder()
            .setChat(chat)
            .setId(id)
            .setDeleteTime(StoredTime.timestamp(clock.instant()))
            .build();
    String call = UUID.randomUUID().toString();
    return redis.runForNumber(calls.removal(deleted, comment.get().getComment(), call)) == 1;
  }

  @Override
  public Optional<Chat> chat(String id) {
    return chats.get(id);
  }

  @Override
  public ChatPage chats(int pageSize, String pageToken) {
    return chats.page(CommentQuery.checkPageSize(pageSize), pageToken);
  }

  /** Answers with the places of the comments that are still to be tagged. */
  private <B> CompletionStage<List<Long>> recordComments(
      String chat, B batch, Function<B, ScriptCall> call) {
    long start = System.nanoTime();
    ScriptCall script;
    try {
      script = call.apply(batch);
    } catch (InvalidInputException e) {
      return CompletableFuture.failedStage(e);
    }
    return recordIndexed(chat, script)
        .thenApply(
            counts -> {
              metrics.recordWait(start);
              if (SyntheticChat.is(chat)) {
                return List.of();
              }
              metrics.countRecorded(counts.get(0));
              metrics.countTagged(counts.get(1));
              metrics.countConflicts(counts.get(2));
              return counts.subList(4, counts.size());
            });
  }

  /** Puts a chat into the index before anything is recorded in it that no session registered. */
  private CompletionStage<List<Long>> recordIndexed(String chat, ScriptCall script) {
    return redis
        .<List<Long>>run(script, ScriptOutputType.MULTI)
        .thenCompose(
            counts ->
                counts.get(3) == 1
                    ? CompletableFuture.completedStage(counts)
                    : chats.add(chat).thenCompose(added -> recordIndexed(chat, script)));
  }

  /** Answers with how many messages before an end are missing. */
  private CompletionStage<Long> recordEvent(String chat, ScriptCall script) {
    return redis
        .<List<Long>>run(script, ScriptOutputType.MULTI)
        .thenCompose(
            answer ->
                indexed(chat, answer.get(1))
                    .thenApply(done -> answer.size() > 2 ? answer.get(2) : 0L));
  }

  /** A chat that no session has registered is found all the same. */
  private CompletionStage<Void> indexed(String chat, long isIndexed) {
    return isIndexed == 1 ? CompletableFuture.completedStage(null) : chats.add(chat);
  }
}
