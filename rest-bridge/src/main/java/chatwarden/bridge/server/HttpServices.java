package chatwarden.bridge.server;

import chatwarden.bridge.access.GuardedService;
import chatwarden.bridge.access.LoginEndpoint;
import chatwarden.bridge.access.Permissions;
import chatwarden.bridge.compat.AnalyzeEndpoint;
import chatwarden.bridge.compat.CompatKeys;
import chatwarden.bridge.compat.ModerationClient;
import chatwarden.bridge.compat.ModerationEndpoint;
import chatwarden.bridge.compat.PredictEndpoint;
import chatwarden.bridge.compat.SuggestScoreEndpoint;
import chatwarden.bridge.peer.ModelPeer;
import chatwarden.bridge.review.AuditExportEndpoint;
import chatwarden.bridge.watch.SocketEndpoint;
import chatwarden.bridge.watch.SseEndpoint;
import chatwarden.runtime.config.Config;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.Route;
import java.util.List;

/** The bridge's services that are no gRPC: streams of events, exports, and compatible endpoints. */
final class HttpServices {

  private final BridgeParts parts;

  private HttpServices(BridgeParts parts) {
    this.parts = parts;
  }

  /** Returns all of them, each with its route and the permission that it needs. */
  static List<RoutedService> of(BridgeParts parts) {
    return new HttpServices(parts).all();
  }

  private List<RoutedService> all() {
    Config config = parts.config();
    Stores stores = parts.stores();
    ModerationClient moderation =
        new ModerationClient(
            parts.servers().model(ModelPeer.CLASSIFIER),
            parts.servers().model(ModelPeer.TAGGER),
            config.get(BridgeKeys.REQUEST_TIMEOUT));
    return List.of(
        new RoutedService(LoginEndpoint.route(), new LoginEndpoint(parts.access())),
        guarded(Permissions.WATCH, SseEndpoint.route(), new SseEndpoint(parts.streams())),
        guarded(
            Permissions.WATCH,
            SocketEndpoint.route(),
            SocketEndpoint.of(parts.streams(), config.get(BridgeKeys.CORS_ORIGINS))),
        guarded(
            Permissions.READ_AUDIT,
            AuditExportEndpoint.route(),
            new AuditExportEndpoint(stores.reviews(), parts.calls())),
        judging(PredictEndpoint.route(), new PredictEndpoint(moderation)),
        judging(
            ModerationEndpoint.route(),
            new ModerationEndpoint(moderation, config.get(CompatKeys.FLAG_THRESHOLD))),
        judging(AnalyzeEndpoint.route(), new AnalyzeEndpoint(moderation)),
        guarded(
            Permissions.SUGGEST_SCORE,
            SuggestScoreEndpoint.route(),
            new SuggestScoreEndpoint(stores.feedback(), parts.calls())));
  }

  /** Returns a service that asks the models, and refuses calls that would wait too long. */
  private RoutedService judging(Route route, HttpService service) {
    return guarded(Permissions.CLASSIFY, route, parts.admission().before(service));
  }

  private RoutedService guarded(String method, Route route, HttpService service) {
    return new RoutedService(route, new GuardedService(service, parts.access(), method));
  }
}
