package chatwarden.ingest.twitch;

import chatwarden.ingest.source.ChatReporter;
import chatwarden.ingest.source.CommentValidator;
import chatwarden.ingest.source.CommentValidator.Problem;
import chatwarden.ingest.source.Rejection;
import chatwarden.ingest.source.SeenComments;
import chatwarden.ingest.source.SeenComments.Sighting;
import chatwarden.ingest.source.SourceClock;
import chatwarden.ingest.source.SourceSink;
import chatwarden.type.v1.Author;
import chatwarden.type.v1.Comment;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Hands what happened in a channel to the pipeline, each comment once. */
final class TwitchDelivery {
  private static final int REMEMBERED = 4_096;

  private final String chat;
  private final SourceSink sink;
  private final SourceClock clock;
  private final ChatReporter reporter;
  private final SeenComments seen = new SeenComments(REMEMBERED);

  TwitchDelivery(String chat, SourceSink sink, SourceClock clock) {
    this.chat = chat;
    this.sink = sink;
    this.clock = clock;
    this.reporter = new ChatReporter(chat, sink, clock);
  }

  /**
   * Hands it over; blocks while the pipeline is full. Skips anything other than a comment or a
   * report.
   */
  void deliver(IrcMessage message) throws InterruptedException {
    switch (message.command()) {
      case "PRIVMSG" -> say(message);
      case "USERNOTICE" -> {
        // A subscription, for example; most come without a text.
        if (!message.parameter(1).isEmpty()) {
          say(message);
        }
      }
      case "CLEARMSG" -> reporter.deleted(message.tag("target-msg-id"));
      case "CLEARCHAT" -> ban(message);
      default -> {
        // Who came and went, the room's state, and the like.
      }
    }
  }

  private void say(IrcMessage message) throws InterruptedException {
    Instant now = clock.instant();
    Comment comment = TwitchComments.comment(message, chat, now);
    Optional<Problem> problem = CommentValidator.check(comment);
    if (problem.isPresent()) {
      sink.reject(
          new Rejection("comment of " + now, problem.get().field(), problem.get().problem()));
    } else if (seen.see(comment.getId(), comment.getText()) == Sighting.NEW) {
      sink.deliver(comment);
    }
  }

  private void ban(IrcMessage message) throws InterruptedException {
    String name = message.parameter(1);
    String id = message.tag("target-user-id");
    if (!name.isEmpty() && id.isEmpty()) {
      // Without an id it would be everybody.
      sink.reject(new Rejection("ban", "target-user-id", "must not be missing"));
      return;
    }
    reporter.banned(Author.newBuilder().setId(id).setName(name).build(), duration(message));
  }

  private static Optional<Duration> duration(IrcMessage message) {
    String seconds = message.tag("ban-duration");
    return seconds.matches("\\d{1,10}")
        ? Optional.of(Duration.ofSeconds(Long.parseLong(seconds)))
        : Optional.empty();
  }
}
