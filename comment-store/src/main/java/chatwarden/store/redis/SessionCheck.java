package chatwarden.store.redis;

import chatwarden.domain.chat.ChatIds;
import chatwarden.domain.policy.ChatLanguage;
import chatwarden.domain.source.SourceAddress;
import chatwarden.livechat.v1.Session;
import chatwarden.runtime.error.FieldProblem;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.limit.CommentLimits;
import java.util.ArrayList;
import java.util.List;

/** Whether a wish for a session can be met. */
final class SessionCheck {

  private static final double MAX_RATE = 1_000_000;

  private SessionCheck() {}

  static void check(Session wish) {
    List<FieldProblem> problems = new ArrayList<>();
    String source = wish.getSource();
    if (source.isBlank()
        || CommentLimits.length(source) > SourceAddress.MAX_LENGTH
        || source.chars().anyMatch(Character::isISOControl)) {
      problems.add(
          new FieldProblem(
              "session.source",
              "invalid source (expected: 1 to "
                  + SourceAddress.MAX_LENGTH
                  + " characters, not blank, no control characters)"));
    }
    if (!ChatIds.isValid(wish.getChat())) {
      problems.add(
          new FieldProblem(
              "session.chat",
              "not a chat id (expected: 1 to 128 characters of A-Za-z0-9_.-, not . or ..)"));
    }
    double rate = wish.getCommentsPerSecond();
    if (!(rate >= 0 && rate <= MAX_RATE)) {
      problems.add(
          new FieldProblem("session.comments_per_second", rate + " (expected: 0 to 1000000)"));
    }
    float threshold = wish.getFlagThreshold();
    if (!(threshold >= 0 && threshold <= 1)) {
      problems.add(new FieldProblem("session.flag_threshold", threshold + " (expected: 0 to 1)"));
    }
    ChatLanguage.problem(wish.getLanguage())
        .ifPresent(problem -> problems.add(new FieldProblem("session.language", problem)));
    if (!problems.isEmpty()) {
      throw InvalidInputException.of(problems);
    }
  }
}
