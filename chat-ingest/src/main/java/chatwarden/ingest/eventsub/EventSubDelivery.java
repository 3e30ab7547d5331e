package chatwarden.ingest.eventsub;

import chatwarden.ingest.source.ChatReporter;
import chatwarden.ingest.source.CommentValidator;
import chatwarden.ingest.source.CommentValidator.Problem;
import chatwarden.ingest.source.Rejection;
import chatwarden.ingest.source.SeenComments;
import chatwarden.ingest.source.SeenComments.Sighting;
import chatwarden.ingest.source.SourceClock;
import chatwarden.ingest.source.SourceException;
import chatwarden.ingest.source.SourceException.Reason;
import chatwarden.ingest.source.SourceSink;
import chatwarden.type.v1.Author;
import chatwarden.type.v1.Comment;
import chatwarden.type.v1.HeldState;
import java.time.Instant;
import java.util.Optional;

/** Hands what happened in a channel to the pipeline, each comment once. Of one thread. */
final class EventSubDelivery {
  private static final int REMEMBERED = 4_096;

  private final String chat;
  private final SourceSink sink;
  private final SourceClock clock;
  private final ChatReporter reporter;
  private final SeenComments seen = new SeenComments(REMEMBERED);

  EventSubDelivery(String chat, SourceSink sink, SourceClock clock) {
    this.chat = chat;
    this.sink = sink;
    this.clock = clock;
    this.reporter = new ChatReporter(chat, sink, clock);
  }

  /**
   * Hands a message over; blocks while the pipeline is full.
   *
   * @throws SourceException if Twitch revoked a subscription that the source cannot do without
   */
  void deliver(EventSubMessage message) throws SourceException, InterruptedException {
    if (message.type().equals("revocation")) {
      if (message.subscription().startsWith("automod.")) {
        return; // The account no longer moderates; the chat is read on.
      }
      throw revoked(message);
    }
    switch (message.subscription()) {
      case "channel.chat.message" -> say(message);
      case "channel.chat.notification" -> {
        // A subscription, for example; most come without a text.
        if (!EventSubComments.text(message).isEmpty()) {
          say(message);
        }
      }
      case "channel.chat.message_delete" -> reporter.deleted(message.text("message_id"));
      case "channel.chat.clear_user_messages" -> ban(message);
      case "channel.chat.clear" -> reporter.banned(Author.getDefaultInstance(), Optional.empty());
      case "automod.message.hold" ->
          reporter.held(
              EventSubComments.held(message, chat), HeldState.HELD, HeldMessages.category(message));
      case "automod.message.update" -> {
        Optional<HeldState> state = HeldMessages.state(message);
        if (state.isPresent()) {
          Comment gone = HeldMessages.withoutWords(EventSubComments.held(message, chat));
          reporter.held(gone, state.get(), HeldMessages.category(message));
        }
      }
      default -> {
        // Not subscribed to.
      }
    }
  }

  private void say(EventSubMessage message) throws InterruptedException {
    Instant now = clock.instant();
    Comment comment = EventSubComments.comment(message, chat, now);
    Optional<Problem> problem = CommentValidator.check(comment);
    if (problem.isPresent()) {
      sink.reject(
          new Rejection("comment of " + now, problem.get().field(), problem.get().problem()));
    } else if (seen.see(comment.getId(), comment.getText()) == Sighting.NEW) {
      sink.deliver(comment);
    }
  }

  /** EventSub does not say for how long: the messages of a timed-out author are cleared alike. */
  private void ban(EventSubMessage message) throws InterruptedException {
    String id = message.text("target_user_id");
    if (id.isEmpty()) {
      // Without an id it would be everyone.
      sink.reject(new Rejection("ban", "target_user_id", "must not be missing"));
      return;
    }
    String name = message.text("target_user_name");
    reporter.banned(Author.newBuilder().setId(id).setName(name).build(), Optional.empty());
  }

  private static SourceException revoked(EventSubMessage message) {
    String status = message.payload().path("subscription").path("status").asText("");
    return switch (status) {
      case "authorization_revoked" ->
          new SourceException(
              Reason.NOT_PERMITTED,
              "the account's permission was taken back at Twitch;"
                  + " connect it again: chatwarden connect twitch");
      case "chat_user_banned" ->
          new SourceException(Reason.NOT_PERMITTED, "the account is banned in this channel");
      case "user_removed" ->
          new SourceException(Reason.NOT_PERMITTED, "the account or the channel has left Twitch");
      case "version_removed" ->
          new SourceException(
              Reason.NOT_UNDERSTOOD,
              "Twitch no longer sends events of this version; update Chatwarden");
      default ->
          new SourceException(
              Reason.NOT_PERMITTED,
              "Twitch ended the subscription: " + status.replaceAll("[^a-z_]", ""));
    };
  }
}
