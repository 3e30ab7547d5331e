package chatwarden.bridge.door;

import chatwarden.domain.chat.SyntheticChat;
import chatwarden.domain.source.SessionLimits;
import chatwarden.domain.source.SourceAddress;
import chatwarden.livechat.v1.Session;
import chatwarden.runtime.error.FieldProblem;
import chatwarden.runtime.error.InvalidInputException;
import java.util.ArrayList;
import java.util.List;

/** Checks a request for a session and fills in what it leaves open. */
final class SessionRequestValidator {

  private SessionRequestValidator() {}

  /**
   * The session to create: only what callers may say, with the source in its plain form and the
   * chat that it means.
   *
   * @throws InvalidInputException naming every field that is wrong
   */
  static Session check(Session wish) {
    SourceAddress source = SourceAddress.parse(wish.getSource());
    String chat = wish.getChat().isEmpty() ? source.defaultChat() : wish.getChat();
    Session.Builder builder =
        Session.newBuilder()
            .setSource(source.toString())
            .setChat(chat)
            .setCommentsPerSecond(wish.getCommentsPerSecond())
            .setLanguage(wish.getLanguage());
    if (wish.hasFlagThreshold()) {
      builder.setFlagThreshold(wish.getFlagThreshold());
    }
    Session session = builder.build();
    List<FieldProblem> problems = new ArrayList<>(SessionLimits.problems(session));
    if (source.namesChat() && !chat.equals(source.value())) {
      problems.add(
          new FieldProblem("session.chat", "differs from the chat that session.source names"));
    }
    if (SyntheticChat.is(chat)) {
      problems.add(
          new FieldProblem("session.chat", "is reserved for the platform (expected: another id)"));
    }
    if (!problems.isEmpty()) {
      throw InvalidInputException.of(problems);
    }
    return session;
  }
}
