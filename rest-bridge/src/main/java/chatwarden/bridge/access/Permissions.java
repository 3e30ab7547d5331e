package chatwarden.bridge.access;

import chatwarden.bridge.schema.OfferedServices;
import chatwarden.classifier.v1.ClassifierServiceGrpc;
import chatwarden.domain.access.Role;
import chatwarden.livechat.v1.LiveChatServiceGrpc;
import chatwarden.options.v1.OptionsProto;
import chatwarden.review.v1.AuditServiceGrpc;
import com.google.protobuf.Descriptors.MethodDescriptor;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The roles that calls need: those of the project's own methods as their protos state them, and
 * those of everything else. A method without a role is refused to every caller.
 */
public final class Permissions {

  /** Reading the metrics. */
  public static final String METRICS = "metrics";

  /** Reporting what a comment deserved. */
  public static final String SUGGEST_SCORE = "compatible/SuggestScore";

  /** Having texts judged. */
  public static final String CLASSIFY =
      ClassifierServiceGrpc.getClassifyTextsMethod().getFullMethodName();

  /** Reading an audit log. */
  public static final String READ_AUDIT =
      AuditServiceGrpc.getListAuditEntriesMethod().getFullMethodName();

  /** Watching a chat. */
  public static final String WATCH =
      LiveChatServiceGrpc.getWatchCommentsMethod().getFullMethodName();

  private static final Optional<Role> ANYBODY = Optional.empty();

  private static final Map<String, Optional<Role>> TABLE = table();

  private static final Set<String> OPEN_TO_LIMITED = openToLimited();

  private Permissions() {}

  private static Map<String, Optional<Role>> table() {
    Map<String, Optional<Role>> table = new HashMap<>();
    OfferedServices.all().stream()
        .flatMap(service -> service.getMethods().stream())
        .forEach(
            method ->
                role(method)
                    .ifPresent(role -> table.put(OfferedServices.name(method), Optional.of(role))));
    table.put(
        ServerReflectionGrpc.getServerReflectionInfoMethod().getFullMethodName(),
        Optional.of(Role.VIEWER));
    table.put(
        io.grpc.reflection.v1alpha.ServerReflectionGrpc.getServerReflectionInfoMethod()
            .getFullMethodName(),
        Optional.of(Role.VIEWER));
    table.put(HealthGrpc.getCheckMethod().getFullMethodName(), ANYBODY);
    table.put(HealthGrpc.getWatchMethod().getFullMethodName(), ANYBODY);
    table.put(METRICS, Optional.of(Role.VIEWER));
    table.put(SUGGEST_SCORE, Optional.of(Role.MODERATOR));
    return Map.copyOf(table);
  }

  private static Set<String> openToLimited() {
    Set<String> open = new HashSet<>();
    OfferedServices.all().stream()
        .flatMap(service -> service.getMethods().stream())
        .filter(
            method ->
                method.getOptions().getExtension(OptionsProto.openToLimitedCallers)
                    || ChatOfRequest.isNamedBy(method.getInputType()))
        .forEach(method -> open.add(OfferedServices.name(method)));
    // Schemas name no chat.
    open.add(ServerReflectionGrpc.getServerReflectionInfoMethod().getFullMethodName());
    open.add(
        io.grpc.reflection.v1alpha.ServerReflectionGrpc.getServerReflectionInfoMethod()
            .getFullMethodName());
    return Set.copyOf(open);
  }

  private static Optional<Role> role(MethodDescriptor method) {
    return Role.of(method.getOptions().getExtension(OptionsProto.role).name());
  }

  /** Returns every name in the table. */
  public static Set<String> methods() {
    return TABLE.keySet();
  }

  /** Returns whether a method is in the table. */
  static boolean knows(String method) {
    return TABLE.containsKey(method);
  }

  /**
   * Returns whether callers that are limited to chats may call a method: the chat is then checked
   * for each request.
   */
  static boolean servesLimited(String method) {
    return OPEN_TO_LIMITED.contains(method);
  }

  /** Returns the role that a method needs; empty where it is for anybody, or not known. */
  public static Optional<Role> needed(String method) {
    return TABLE.getOrDefault(method, ANYBODY);
  }
}
