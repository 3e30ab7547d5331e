package chatwarden.ingest.youtube;

import chatwarden.ingest.source.ChatReporter;
import chatwarden.ingest.source.Rejection;
import chatwarden.ingest.source.SeenComments;
import chatwarden.ingest.source.SeenComments.Sighting;
import chatwarden.ingest.source.SourceClock;
import chatwarden.ingest.source.SourceSink;
import chatwarden.runtime.limit.CommentLimits;
import chatwarden.type.v1.Author;
import chatwarden.type.v1.Comment;
import java.util.Optional;

/** Hands what happened in a chat to the pipeline, each comment once. */
final class ChatDelivery {
  private final SourceSink sink;
  private final SeenComments seen;
  private final ChatReporter reporter;

  ChatDelivery(String chat, SourceSink sink, SeenComments seen, SourceClock clock) {
    this.sink = sink;
    this.seen = seen;
    this.reporter = new ChatReporter(chat, sink, clock);
  }

  /** Hands it over; blocks while the pipeline is full. */
  void deliver(ChatAction action) throws InterruptedException {
    switch (action) {
      case ChatAction.Said(Comment comment) -> say(comment);
      case ChatAction.Replaced(String target, Comment comment) -> replace(target, comment);
      case ChatAction.Deleted(String id) -> reporter.deleted(id);
      case ChatAction.Banned(String author) ->
          reporter.banned(Author.newBuilder().setId(author).build(), Optional.empty());
      case ChatAction.Unusable(Rejection rejection) -> sink.reject(rejection);
    }
  }

  private void say(Comment comment) throws InterruptedException {
    if (seen.see(comment.getId(), comment.getText()) == Sighting.NEW) {
      sink.deliver(comment);
    }
  }

  /**
   * The earlier item is gone, and the new one is moderated like any other. If both have one id, the
   * new one gets another, since the first of an id is the one that counts.
   */
  private void replace(String target, Comment comment) throws InterruptedException {
    boolean inPlace = target.equals(comment.getId());
    Sighting before = seen.see(comment.getId(), comment.getText());
    if (inPlace ? before == Sighting.CONFLICTING : seen.contains(target)) {
      reporter.deleted(target);
    }
    if (before == Sighting.NEW) {
      sink.deliver(comment);
    } else if (inPlace && before == Sighting.CONFLICTING) {
      say(renamed(comment));
    }
  }

  private static Comment renamed(Comment comment) {
    String mark = "~" + Integer.toHexString(comment.getText().hashCode());
    String id = comment.getId();
    int kept = Math.min(CommentLimits.length(id), CommentLimits.MAX_NAME - mark.length());
    String start = id.substring(0, id.offsetByCodePoints(0, kept));
    return comment.toBuilder().setId(start + mark).build();
  }
}
