package chatwarden.bridge.access;

import static chatwarden.store.access.Role.ADMIN;
import static chatwarden.store.access.Role.MODERATOR;
import static chatwarden.store.access.Role.VIEWER;

import chatwarden.store.access.Role;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The one table of who may call what: the full name of every gRPC method, and what has no such
 * method under a name of its own. A method that is missing here is refused to every caller.
 */
public final class Permissions {

  /** Reading the metrics. */
  public static final String METRICS = "metrics";

  /** Telling what a comment deserved. */
  public static final String SUGGEST_SCORE = "compatible/SuggestScore";

  /** Having texts judged. */
  public static final String CLASSIFY = "chatwarden.classifier.v1.ClassifierService/ClassifyTexts";

  /** Reading an audit log. */
  public static final String READ_AUDIT = "chatwarden.review.v1.AuditService/ListAuditEntries";

  /** Watching a chat. */
  public static final String WATCH = "chatwarden.livechat.v1.LiveChatService/WatchComments";

  private static final Optional<Role> ANYBODY = Optional.empty();

  private static final Map<String, Optional<Role>> TABLE =
      Map.ofEntries(
          Map.entry(CLASSIFY, Optional.of(VIEWER)),
          entry("chatwarden.classifier.v1.ClassifierService/StreamingClassifyTexts", VIEWER),
          entry("chatwarden.classifier.v1.ClassifierService/StreamClassifications", VIEWER),
          entry("chatwarden.tagger.v1.TaggerService/TagSpans", VIEWER),
          entry("chatwarden.tagger.v1.TaggerService/StreamingTagSpans", VIEWER),
          entry("chatwarden.tagger.v1.TaggerService/StreamTaggings", VIEWER),
          entry("chatwarden.comment.v1.CommentService/GetComment", VIEWER),
          entry("chatwarden.comment.v1.CommentService/ListComments", VIEWER),
          entry("chatwarden.comment.v1.CommentService/DeleteComment", MODERATOR),
          entry("chatwarden.statistics.v1.StatisticsService/GetChatStatistics", VIEWER),
          entry("chatwarden.livechat.v1.LiveChatService/ListChats", VIEWER),
          entry("chatwarden.livechat.v1.LiveChatService/ListSessions", VIEWER),
          entry(WATCH, VIEWER),
          entry("chatwarden.livechat.v1.LiveChatService/StartSession", ADMIN),
          entry("chatwarden.livechat.v1.LiveChatService/StopSession", ADMIN),
          entry("chatwarden.livechat.v1.CommentPushService/PushComments", MODERATOR),
          entry("chatwarden.livechat.v1.CommentPushService/StreamingPushComments", MODERATOR),
          entry("chatwarden.review.v1.ReviewService/ClaimReviews", MODERATOR),
          entry("chatwarden.review.v1.ReviewService/ReleaseReviews", MODERATOR),
          entry("chatwarden.review.v1.ReviewService/GetReview", MODERATOR),
          entry("chatwarden.review.v1.ReviewService/GetReviewContext", MODERATOR),
          entry("chatwarden.review.v1.ReviewService/DecideReview", MODERATOR),
          entry("chatwarden.review.v1.ReviewService/UndoReview", MODERATOR),
          entry(READ_AUDIT, MODERATOR),
          entry("chatwarden.settings.v1.ChatSettingsService/GetChatSettings", VIEWER),
          entry("chatwarden.settings.v1.ChatSettingsService/UpdateChatSettings", MODERATOR),
          entry("chatwarden.platform.v1.PlatformService/GetPlatformStatus", VIEWER),
          entry("chatwarden.platform.v1.PlatformService/GetCaller", VIEWER),
          entry("grpc.reflection.v1.ServerReflection/ServerReflectionInfo", VIEWER),
          Map.entry("grpc.health.v1.Health/Check", ANYBODY),
          Map.entry("grpc.health.v1.Health/Watch", ANYBODY),
          entry(METRICS, VIEWER),
          entry(SUGGEST_SCORE, MODERATOR));

  private Permissions() {}

  private static Map.Entry<String, Optional<Role>> entry(String method, Role role) {
    return Map.entry(method, Optional.of(role));
  }

  /** Every name in the table. */
  public static Set<String> methods() {
    return TABLE.keySet();
  }

  /** Whether the table says anything of {@code method}. */
  static boolean knows(String method) {
    return TABLE.containsKey(method);
  }

  /** The role that {@code method} asks for; empty where it is for anybody, or not known. */
  public static Optional<Role> needed(String method) {
    return TABLE.getOrDefault(method, ANYBODY);
  }
}
