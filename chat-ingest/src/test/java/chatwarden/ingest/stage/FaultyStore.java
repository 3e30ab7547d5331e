package chatwarden.ingest.stage;

import chatwarden.livechat.v1.Chat;
import chatwarden.pipeline.v1.ChatEvent;
import chatwarden.pipeline.v1.ClassifiedBatch;
import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.pipeline.v1.Publication;
import chatwarden.pipeline.v1.RewrittenBatch;
import chatwarden.pipeline.v1.TaggedBatch;
import chatwarden.store.comment.ChatPage;
import chatwarden.store.comment.CommentPage;
import chatwarden.store.comment.CommentQuery;
import chatwarden.store.comment.CommentStore;
import chatwarden.type.v1.ModeratedComment;
import com.google.protobuf.Message;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** A real store that fails to record where a test says so. */
final class FaultyStore implements CommentStore {

  /** What recording a message fails with instead. */
  volatile Function<Message, Optional<RuntimeException>> fault = message -> Optional.empty();

  private final CommentStore store;

  FaultyStore(CommentStore store) {
    this.store = store;
  }

  @Override
  public CompletionStage<List<ClassifiedComment>> record(ClassifiedBatch batch) {
    return this.<List<ClassifiedComment>>failed(batch).orElseGet(() -> store.record(batch));
  }

  @Override
  public CompletionStage<Void> record(TaggedBatch batch) {
    return this.<Void>failed(batch).orElseGet(() -> store.record(batch));
  }

  @Override
  public CompletionStage<Void> record(RewrittenBatch batch) {
    return this.<Void>failed(batch).orElseGet(() -> store.record(batch));
  }

  @Override
  public CompletionStage<Long> record(ChatEvent event) {
    return this.<Long>failed(event).orElseGet(() -> store.record(event));
  }

  @Override
  public CompletionStage<Void> passOver(String chat, Publication publication) {
    return store.passOver(chat, publication);
  }

  private <T> Optional<CompletionStage<T>> failed(Message message) {
    return fault.apply(message).map(CompletableFuture::failedStage);
  }

  @Override
  public Optional<ModeratedComment> get(String chat, String id) {
    return store.get(chat, id);
  }

  @Override
  public CommentPage list(CommentQuery query) {
    return store.list(query);
  }

  @Override
  public boolean delete(String chat, String id) {
    return store.delete(chat, id);
  }

  @Override
  public Optional<Chat> chat(String id) {
    return store.chat(id);
  }

  @Override
  public ChatPage chats(int pageSize, String pageToken) {
    return store.chats(pageSize, pageToken);
  }
}
