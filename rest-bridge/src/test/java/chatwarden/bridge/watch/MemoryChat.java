package chatwarden.bridge.watch;

import chatwarden.livechat.v1.Chat;
import chatwarden.livechat.v1.WatchCommentsResponse;
import chatwarden.pipeline.v1.ChatEvent;
import chatwarden.pipeline.v1.ClassifiedBatch;
import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.pipeline.v1.Publication;
import chatwarden.pipeline.v1.RewrittenBatch;
import chatwarden.pipeline.v1.TaggedBatch;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.comment.ChatPage;
import chatwarden.store.comment.CommentPage;
import chatwarden.store.comment.CommentQuery;
import chatwarden.store.comment.CommentStore;
import chatwarden.store.watch.EventLog;
import chatwarden.store.watch.EventTail;
import chatwarden.store.watch.ResumeToken;
import chatwarden.type.v1.ChatState;
import chatwarden.type.v1.Comment;
import chatwarden.type.v1.EndedChat;
import chatwarden.type.v1.ModeratedComment;
import chatwarden.type.v1.StartedChat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** One chat in memory, whose stream can be trimmed and go away as that of a real store can. */
final class MemoryChat implements CommentStore, EventLog {

  static final String ID = "room";

  final AtomicInteger tails = new AtomicInteger();
  private final List<WatchCommentsResponse> events = new ArrayList<>();
  private ResumeToken dropped = ResumeToken.BEGINNING;
  private ChatState state = ChatState.LIVE;
  private boolean away;
  private long next = 1;

  synchronized ResumeToken append(String id) {
    return add(
        WatchCommentsResponse.newBuilder()
            .setClassified(
                ModeratedComment.newBuilder()
                    .setComment(Comment.newBuilder().setChat(ID).setId(id).setText("text"))));
  }

  synchronized ResumeToken end() {
    state = ChatState.ENDED;
    return add(
        WatchCommentsResponse.newBuilder()
            .setEnded(EndedChat.newBuilder().setChat(ID).setState(ChatState.ENDED)));
  }

  private ResumeToken add(WatchCommentsResponse.Builder event) {
    ResumeToken token = new ResumeToken(next / 3, next % 3);
    next++;
    events.add(event.setResumeToken(token.toString()).build());
    notifyAll();
    return token;
  }

  /** As an earlier version did, without an event. */
  synchronized void reopen() {
    state = ChatState.LIVE;
  }

  synchronized ResumeToken startAgain() {
    state = ChatState.LIVE;
    return add(WatchCommentsResponse.newBuilder().setStarted(StartedChat.newBuilder().setChat(ID)));
  }

  synchronized void trimTo(int kept) {
    while (events.size() > kept) {
      dropped = ResumeToken.parse(events.removeFirst().getResumeToken());
    }
  }

  synchronized void setAway(boolean value) {
    away = value;
    notifyAll();
  }

  private void checkHere() {
    if (away) {
      throw FaultCode.UNAVAILABLE.exception("STORE_AWAY", "away");
    }
  }

  @Override
  public synchronized Optional<ResumeToken> latest(String chat) {
    checkHere();
    return events.isEmpty()
        ? Optional.empty()
        : Optional.of(ResumeToken.parse(events.getLast().getResumeToken()));
  }

  @Override
  public synchronized List<WatchCommentsResponse> after(String chat, ResumeToken token, int limit) {
    checkHere();
    if (token.compareTo(dropped) < 0 && !token.equals(ResumeToken.BEGINNING)) {
      throw FaultCode.OUT_OF_RANGE.exception("RESUME_TOKEN_EXPIRED", "expired");
    }
    return events.stream()
        .filter(event -> ResumeToken.parse(event.getResumeToken()).compareTo(token) > 0)
        .limit(limit)
        .toList();
  }

  @Override
  public EventTail tail(
      String chat, ResumeToken after, Consumer<List<WatchCommentsResponse>> consumer) {
    tails.incrementAndGet();
    CompletableFuture<Void> completion = new CompletableFuture<>();
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    follow(chat, after, consumer);
                  } catch (InterruptedException e) {
                    completion.complete(null);
                  } catch (RuntimeException e) {
                    completion.completeExceptionally(e);
                  }
                });
    return new EventTail() {
      @Override
      public ResumeToken position() {
        return after;
      }

      @Override
      public CompletionStage<Void> completion() {
        return completion;
      }

      @Override
      public void close() {
        tails.decrementAndGet();
        thread.interrupt();
      }
    };
  }

  private void follow(String chat, ResumeToken after, Consumer<List<WatchCommentsResponse>> to)
      throws InterruptedException {
    ResumeToken place = after;
    while (true) {
      List<WatchCommentsResponse> fresh;
      synchronized (this) {
        while (away || (fresh = after(chat, place, 100)).isEmpty()) {
          wait();
        }
      }
      place = ResumeToken.parse(fresh.getLast().getResumeToken());
      to.accept(fresh);
    }
  }

  @Override
  public synchronized Optional<Chat> chat(String id) {
    checkHere();
    return id.equals(ID)
        ? Optional.of(Chat.newBuilder().setId(ID).setState(state).build())
        : Optional.empty();
  }

  @Override
  public CompletionStage<List<ClassifiedComment>> record(ClassifiedBatch batch) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletionStage<Void> record(TaggedBatch batch) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletionStage<Void> record(RewrittenBatch batch) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletionStage<Long> record(ChatEvent event) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletionStage<Void> passOver(String chat, Publication publication) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<ModeratedComment> get(String chat, String id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CommentPage list(CommentQuery query) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean delete(String chat, String id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ChatPage chats(int pageSize, String pageToken) {
    throw new UnsupportedOperationException();
  }
}
