package chatwarden.store.session;

import chatwarden.domain.source.SessionLimits;
import chatwarden.domain.source.SourceAddress;
import chatwarden.livechat.v1.Session;
import chatwarden.runtime.error.FieldProblem;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.limit.CommentLimits;
import java.util.ArrayList;
import java.util.List;

/** Whether a wish for a session can be met. */
final class SessionCheck {

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
    problems.addAll(SessionLimits.problems(wish));
    if (!problems.isEmpty()) {
      throw InvalidInputException.of(problems);
    }
  }
}
