package chatwarden.bridge.action;

import chatwarden.action.v1.Action;
import chatwarden.action.v1.ActionKind;
import chatwarden.action.v1.ChatModes;
import chatwarden.action.v1.CreateActionRequest;
import chatwarden.domain.action.ActionRules;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.limit.CommentLimits;
import chatwarden.runtime.limit.FieldRules;
import chatwarden.store.review.Reviewer;
import com.google.protobuf.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/** Checks requests for actions; every refusal names the field. */
final class ActionRequests {

  private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,64}");
  private static final int MAX_MESSAGE =
      FieldRules.most(CreateActionRequest.getDescriptor(), "message");
  private static final long MIN_SLOW = 3;
  private static final long MAX_SLOW = 120;
  private static final long MAX_FOLLOW = java.time.Duration.ofDays(90).toSeconds();

  private static final Set<ActionKind> ON_COMMENTS =
      EnumSet.of(ActionKind.DELETE_COMMENT, ActionKind.APPROVE_HELD, ActionKind.DENY_HELD);

  private static final Set<ActionKind> ON_AUTHORS =
      EnumSet.of(
          ActionKind.TIME_OUT_AUTHOR,
          ActionKind.BAN_AUTHOR,
          ActionKind.LIFT_BAN,
          ActionKind.WARN_AUTHOR);

  private ActionRequests() {}

  /**
   * Returns the action that is asked for, without its state and times.
   *
   * @param author the author of the comment; empty where no comment is named, or it is unknown
   */
  static Action action(CreateActionRequest request, Optional<String> author, Reviewer reviewer) {
    ActionKind kind = request.getKind();
    if (kind == ActionKind.ACTION_KIND_UNSPECIFIED || kind == ActionKind.UNRECOGNIZED) {
      throw InvalidInputException.of("kind", "is missing or not known");
    }
    Action.Builder action =
        Action.newBuilder()
            .setId(id(request.getActionId()))
            .setChat(request.getChat())
            .setKind(kind)
            .setComment(comment(request))
            .setAuthorId(request.getAuthorId().isEmpty() ? author.orElse("") : authorId(request))
            .setMessage(message(request))
            .setShield(shield(request))
            .setReviewer(reviewer.name())
            .setCaller(reviewer.caller());
    if (ON_AUTHORS.contains(kind) && action.getAuthorId().isEmpty()) {
      throw InvalidInputException.of(
          "author_id", "is missing (expected: an author, or a comment whose author is known)");
    }
    timeout(request).ifPresent(action::setAuthorTimeout);
    modes(request).ifPresent(action::setModes);
    return action.build();
  }

  /** Returns whether the comment has to be one that the chat holds. */
  static boolean needsStoredComment(CreateActionRequest request) {
    // Comments that the platform holds back were not published, so the chat may not have them.
    return !request.getComment().isEmpty()
        && request.getKind() != ActionKind.APPROVE_HELD
        && request.getKind() != ActionKind.DENY_HELD;
  }

  private static String id(String given) {
    if (given.isEmpty()) {
      return UUID.randomUUID().toString();
    }
    return checkId("action_id", given);
  }

  /** Returns an id of an action. */
  static String checkId(String field, String id) {
    if (!ID.matcher(id).matches()) {
      throw InvalidInputException.of(
          field, "not an id (expected: 1 to 64 lower-case letters, digits and dashes)");
    }
    return id;
  }

  private static String comment(CreateActionRequest request) {
    if (request.getComment().isEmpty() && ON_COMMENTS.contains(request.getKind())) {
      throw InvalidInputException.of("comment", "is missing");
    }
    return request.getComment().isEmpty()
        ? ""
        : CommentLimits.checkId("comment", request.getComment());
  }

  private static String authorId(CreateActionRequest request) {
    return CommentLimits.checkId("author_id", request.getAuthorId());
  }

  private static String message(CreateActionRequest request) {
    String message = request.getMessage();
    if (CommentLimits.length(message) > MAX_MESSAGE) {
      throw InvalidInputException.of(
          "message", "is too long (expected: at most " + MAX_MESSAGE + " characters)");
    }
    if (message.isBlank() && request.getKind() == ActionKind.WARN_AUTHOR) {
      throw InvalidInputException.of("message", "is missing: the author has to read one");
    }
    return message;
  }

  private static boolean shield(CreateActionRequest request) {
    if (request.getShield() && request.getKind() != ActionKind.SET_SHIELD_MODE) {
      throw InvalidInputException.of("shield", "goes with the kind SET_SHIELD_MODE alone");
    }
    return request.getShield();
  }

  private static Optional<Duration> timeout(CreateActionRequest request) {
    boolean isTimeout = request.getKind() == ActionKind.TIME_OUT_AUTHOR;
    if (!request.hasAuthorTimeout()) {
      return isTimeout
          ? Optional.of(
              Duration.newBuilder().setSeconds(ActionRules.DEFAULT_TIMEOUT.toSeconds()).build())
          : Optional.empty();
    }
    if (!isTimeout) {
      throw InvalidInputException.of("author_timeout", "goes with the kind TIME_OUT_AUTHOR alone");
    }
    requireSeconds(
        "author_timeout", request.getAuthorTimeout(), 1, ActionRules.MAX_TIMEOUT.toSeconds());
    return Optional.of(request.getAuthorTimeout());
  }

  private static Optional<ChatModes> modes(CreateActionRequest request) {
    boolean isModes = request.getKind() == ActionKind.SET_CHAT_MODES;
    ChatModes modes = request.getModes();
    if (isModes == modes.equals(ChatModes.getDefaultInstance())) {
      throw InvalidInputException.of("modes", "go with the kind SET_CHAT_MODES, which needs some");
    }
    if (modes.hasSlowDuration()) {
      requireSeconds("modes.slow_duration", modes.getSlowDuration(), MIN_SLOW, MAX_SLOW);
    }
    if (modes.hasFollowDuration()) {
      requireSeconds("modes.follow_duration", modes.getFollowDuration(), 0, MAX_FOLLOW);
    }
    return isModes ? Optional.of(modes) : Optional.empty();
  }

  private static void requireSeconds(String field, Duration given, long least, long most) {
    if (given.getSeconds() < least || given.getSeconds() > most || given.getNanos() != 0) {
      throw InvalidInputException.of(
          field, "is out of range (expected: whole seconds, " + least + " to " + most + ")");
    }
  }
}
