package chatwarden.domain.source;

import chatwarden.domain.chat.ChatIds;
import chatwarden.domain.policy.ChatLanguage;
import chatwarden.livechat.v1.Session;
import chatwarden.runtime.error.FieldProblem;
import chatwarden.runtime.limit.FieldRules;
import chatwarden.runtime.limit.NumberBounds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The limits of a session's fields, beside those of its address. */
public final class SessionLimits {

  private static final NumberBounds RATE =
      FieldRules.bounds(Session.getDescriptor(), "comments_per_second");
  private static final NumberBounds THRESHOLD =
      FieldRules.bounds(Session.getDescriptor(), "flag_threshold");

  private SessionLimits() {}

  /** Returns the problem of every field that is wrong, {@code session.chat}. */
  public static List<FieldProblem> problems(Session session) {
    List<FieldProblem> problems = new ArrayList<>();
    if (!ChatIds.isValid(session.getChat())) {
      problems.add(
          new FieldProblem(
              "session.chat",
              "not a chat id (expected: 1 to 128 characters of A-Za-z0-9_.-, not . or ..)"));
    }
    add("session.comments_per_second", RATE.problem(session.getCommentsPerSecond()), problems);
    add("session.flag_threshold", THRESHOLD.problem(session.getFlagThreshold()), problems);
    add("session.language", ChatLanguage.problem(session.getLanguage()), problems);
    return problems;
  }

  private static void add(String field, Optional<String> problem, List<FieldProblem> problems) {
    problem.ifPresent(found -> problems.add(new FieldProblem(field, found)));
  }
}
