package chatwarden.bridge.webhook;

import chatwarden.domain.chat.ChatIds;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.FieldProblem;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.limit.FieldRules;
import chatwarden.webhook.v1.CreateWebhookRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads requests about webhooks. Problems never repeat a secret. */
final class WebhookRequests {

  private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,64}");
  private static final int MOST_CHATS =
      FieldRules.most(CreateWebhookRequest.getDescriptor(), "chats");

  private WebhookRequests() {}

  /**
   * A webhook to make.
   *
   * @param key the bytes of its secret
   */
  record NewWebhook(String id, String uri, byte[] key, List<String> events, List<String> chats) {}

  /** Returns the webhook that a request asks for; all that is wrong is said at once. */
  static NewWebhook read(CreateWebhookRequest request, TargetRules rules, Set<String> types) {
    List<FieldProblem> problems = new ArrayList<>();
    String id = request.getId().isEmpty() ? UUID.randomUUID().toString() : request.getId();
    if (!ID.matcher(id).matches()) {
      add("id", "not an id (expected: 1 to 64 characters of [a-z0-9-])", problems);
    }
    rules.problem(request.getUri()).ifPresent(problem -> add("uri", problem, problems));
    byte[] key = WebhookSignature.key(request.getSecret()).orElse(new byte[0]);
    if (key.length == 0) {
      add(
          "secret",
          "not a secret (expected: whsec_ and 24 to 64 bytes in base64; openssl rand -base64 32"
              + " makes some)",
          problems);
    }
    checkEvents(request.getEventsList(), types, problems);
    checkChats(request.getChatsList(), problems);
    if (!problems.isEmpty()) {
      throw InvalidInputException.of(problems);
    }
    return new NewWebhook(
        id, request.getUri(), key, request.getEventsList(), request.getChatsList());
  }

  private static void checkEvents(
      List<String> events, Set<String> types, List<FieldProblem> problems) {
    String known = new TreeSet<>(types).stream().collect(Collectors.joining(", "));
    if (events.isEmpty() || new HashSet<>(events).size() < events.size()) {
      add("events", "none, or one twice (expected: some of " + known + ")", problems);
    }
    for (int i = 0; i < events.size(); i++) {
      if (!types.contains(events.get(i))) {
        add("events[" + i + "]", "not a type of events (expected: one of " + known + ")", problems);
      }
    }
  }

  private static void checkChats(List<String> chats, List<FieldProblem> problems) {
    if (chats.isEmpty()
        || chats.size() > MOST_CHATS
        || new HashSet<>(chats).size() < chats.size()) {
      add("chats", "none, too many, or one twice (expected: 1 to " + MOST_CHATS + ")", problems);
    }
    for (int i = 0; i < chats.size(); i++) {
      if (!ChatIds.isValid(chats.get(i))) {
        add(
            "chats[" + i + "]",
            "must be 1 to 128 characters of [A-Za-z0-9_.-], not . or ..",
            problems);
      }
    }
  }

  private static void add(String field, String problem, List<FieldProblem> problems) {
    problems.add(new FieldProblem(field, problem));
  }

  /** Returns the id of a request, which may be that of no webhook. */
  static String id(String id) {
    if (!ID.matcher(id).matches()) {
      throw InvalidInputException.of("id", "not an id (expected: 1 to 64 characters of [a-z0-9-])");
    }
    return id;
  }

  static ChatwardenException unknown() {
    return FaultCode.NOT_FOUND.exception("WEBHOOK_NOT_FOUND", "no webhook has this id");
  }
}
