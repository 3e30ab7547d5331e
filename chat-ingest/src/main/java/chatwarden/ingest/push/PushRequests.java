package chatwarden.ingest.push;

import chatwarden.domain.chat.ChatIds;
import chatwarden.ingest.source.CommentValidator;
import chatwarden.livechat.v1.PushCommentsRequest;
import chatwarden.pipeline.v1.ChatEvent;
import chatwarden.runtime.error.FieldProblem;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.limit.FieldRules;
import chatwarden.type.v1.BannedAuthor;
import chatwarden.type.v1.Comment;
import chatwarden.type.v1.DeletedComment;
import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads requests to push: all that is wrong with one is said at once, each problem with the path of
 * its field; what the caller may leave out is filled in.
 */
final class PushRequests {
  /** The most of each kind in a request. */
  static final int MOST_OF_A_KIND =
      FieldRules.most(PushCommentsRequest.getDescriptor(), "comments");

  /** The most of all kinds in a request. */
  static final int MOST_IN_A_REQUEST = 3 * MOST_OF_A_KIND;

  private final InstantSource clock;

  PushRequests(InstantSource clock) {
    this.clock = clock;
  }

  /** What a request asks to be taken, in this order. */
  record Content(List<Comment> comments, List<ChatEvent> events) {}

  /**
   * The content of the request.
   *
   * @throws InvalidInputException when something in it is wrong
   */
  Content read(PushCommentsRequest request) {
    String chat = ChatIds.check("chat", request.getChat());
    List<FieldProblem> problems = new ArrayList<>();
    checkCount("comments", request.getCommentsCount(), problems);
    checkCount("deletions", request.getDeletionsCount(), problems);
    checkCount("bans", request.getBansCount(), problems);
    refuse(problems);
    Timestamp now = now();
    List<Comment> comments = comments(request, chat, now, problems);
    List<ChatEvent> events = deletions(request, chat, now, problems);
    events.addAll(bans(request, chat, now, problems));
    refuse(problems);
    return new Content(comments, events);
  }

  private static void refuse(List<FieldProblem> problems) {
    if (!problems.isEmpty()) {
      throw InvalidInputException.of(problems);
    }
  }

  private static void checkCount(String field, int count, List<FieldProblem> problems) {
    if (count > MOST_OF_A_KIND) {
      problems.add(
          new FieldProblem(
              field, "%d of them (expected: at most %d)".formatted(count, MOST_OF_A_KIND)));
    }
  }

  private static List<Comment> comments(
      PushCommentsRequest request, String chat, Timestamp now, List<FieldProblem> problems) {
    List<Comment> comments = new ArrayList<>();
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < request.getCommentsCount(); i++) {
      Comment given = request.getComments(i);
      Comment.Builder comment = given.toBuilder().setChat(of(given.getChat(), chat));
      if (!given.hasPublishTime()) {
        comment.setPublishTime(now);
      }
      String path = "comments[" + i + "]";
      Comment built = comment.build();
      checkChat(path, built.getChat(), chat, problems);
      add(path, CommentValidator.check(built), problems);
      Integer before = places.putIfAbsent(built.getId(), i);
      if (before != null && !built.getId().isEmpty()) {
        problems.add(new FieldProblem(path + ".id", "is the id of comments[" + before + "], too"));
      }
      comments.add(built);
    }
    return comments;
  }

  private static List<ChatEvent> deletions(
      PushCommentsRequest request, String chat, Timestamp now, List<FieldProblem> problems) {
    List<ChatEvent> events = new ArrayList<>();
    for (int i = 0; i < request.getDeletionsCount(); i++) {
      DeletedComment given = request.getDeletions(i);
      DeletedComment.Builder deletion = given.toBuilder().setChat(of(given.getChat(), chat));
      if (!given.hasDeleteTime()) {
        deletion.setDeleteTime(now);
      }
      String path = "deletions[" + i + "]";
      checkChat(path, deletion.getChat(), chat, problems);
      add(path, CommentValidator.check(deletion.build()), problems);
      events.add(ChatEvent.newBuilder().setChat(chat).setDeleted(deletion).build());
    }
    return events;
  }

  private static List<ChatEvent> bans(
      PushCommentsRequest request, String chat, Timestamp now, List<FieldProblem> problems) {
    List<ChatEvent> events = new ArrayList<>();
    for (int i = 0; i < request.getBansCount(); i++) {
      BannedAuthor given = request.getBans(i);
      BannedAuthor.Builder ban = given.toBuilder().setChat(of(given.getChat(), chat));
      if (!given.hasBanTime()) {
        ban.setBanTime(now);
      }
      String path = "bans[" + i + "]";
      if (!given.hasAuthor()) {
        // An empty id would ban every author; an author that was left out must not do that.
        problems.add(new FieldProblem(path + ".author", "must not be missing"));
      }
      checkChat(path, ban.getChat(), chat, problems);
      add(path, CommentValidator.check(ban.build()), problems);
      events.add(ChatEvent.newBuilder().setChat(chat).setBanned(ban).build());
    }
    return events;
  }

  private static String of(String given, String chat) {
    return given.isEmpty() ? chat : given;
  }

  private static void checkChat(
      String path, String given, String chat, List<FieldProblem> problems) {
    if (!given.equals(chat)) {
      problems.add(new FieldProblem(path + ".chat", "must be empty or the chat of the request"));
    }
  }

  private static void add(
      String path, Optional<CommentValidator.Problem> problem, List<FieldProblem> problems) {
    problem.ifPresent(
        found -> problems.add(new FieldProblem(path + "." + found.field(), found.problem())));
  }

  private Timestamp now() {
    Instant now = clock.instant();
    return Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()).build();
  }
}
