package chatwarden.bridge.door;

import chatwarden.domain.chat.ChatIds;
import chatwarden.domain.policy.ChatLanguage;
import chatwarden.domain.source.SourceAddress;
import chatwarden.livechat.v1.Session;
import chatwarden.runtime.error.FieldProblem;
import chatwarden.runtime.error.InvalidInputException;
import java.util.ArrayList;
import java.util.List;

/** Checks a request for a session and fills in what it leaves open. */
final class SessionRequestValidator {

  private static final double MAX_RATE = 1_000_000;

  private SessionRequestValidator() {}

  /**
   * The session to create: only what callers may say, with the source in its plain form and the
   * chat that it means.
   *
   * @throws InvalidInputException naming every field that is wrong
   */
  static Session check(Session wish) {
    SourceAddress source = SourceAddress.parse(wish.getSource());
    List<FieldProblem> problems = new ArrayList<>();
    String chat = wish.getChat().isEmpty() ? source.defaultChat() : wish.getChat();
    if (!ChatIds.isValid(chat)) {
      problems.add(
          new FieldProblem(
              "session.chat",
              "not a chat id (expected: 1 to 128 characters of A-Za-z0-9_.-, not . or ..)"));
    }
    if (source.namesChat() && !chat.equals(source.value())) {
      problems.add(
          new FieldProblem("session.chat", "differs from the chat that session.source names"));
    }
    double rate = wish.getCommentsPerSecond();
    if (!(rate >= 0 && rate <= MAX_RATE)) {
      problems.add(
          new FieldProblem("session.comments_per_second", rate + " (expected: 0 to 1000000)"));
    }
    float threshold = wish.getFlagThreshold();
    if (wish.hasFlagThreshold() && !(threshold >= 0 && threshold <= 1)) {
      problems.add(new FieldProblem("session.flag_threshold", threshold + " (expected: 0 to 1)"));
    }
    ChatLanguage.problem(wish.getLanguage())
        .ifPresent(problem -> problems.add(new FieldProblem("session.language", problem)));
    if (!problems.isEmpty()) {
      throw InvalidInputException.of(problems);
    }
    Session.Builder session =
        Session.newBuilder()
            .setSource(source.toString())
            .setChat(chat)
            .setCommentsPerSecond(rate)
            .setLanguage(wish.getLanguage());
    if (wish.hasFlagThreshold()) {
      session.setFlagThreshold(threshold);
    }
    return session.build();
  }
}
