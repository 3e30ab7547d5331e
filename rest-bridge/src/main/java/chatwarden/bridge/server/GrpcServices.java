package chatwarden.bridge.server;

import chatwarden.bridge.account.AccountGrpcService;
import chatwarden.bridge.action.ActionGrpcService;
import chatwarden.bridge.door.CommentGrpcService;
import chatwarden.bridge.door.ForwardingGrpcService;
import chatwarden.bridge.door.LiveChatGrpcService;
import chatwarden.bridge.labels.LabelGrpcService;
import chatwarden.bridge.peer.ModelPeer;
import chatwarden.bridge.pipeline.PipelineGrpcService;
import chatwarden.bridge.platform.PlatformGrpcService;
import chatwarden.bridge.policy.PolicyGrpcService;
import chatwarden.bridge.registry.RegistryGrpcService;
import chatwarden.bridge.review.AuditGrpcService;
import chatwarden.bridge.review.DecisionMetrics;
import chatwarden.bridge.review.ReviewGrpcService;
import chatwarden.bridge.rollout.RolloutGrpcService;
import chatwarden.bridge.settings.SettingsGrpcService;
import chatwarden.bridge.statistics.StatisticsGrpcService;
import chatwarden.bridge.webhook.WebhookGrpcService;
import chatwarden.livechat.v1.CommentPushServiceGrpc;
import chatwarden.store.pipeline.RunFolder;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.BindableService;
import io.grpc.Channel;
import io.grpc.ServiceDescriptor;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bridge's gRPC services, which answer gRPC-Web and transcoded JSON too. */
final class GrpcServices {

  private GrpcServices() {}

  /** Returns all of them: the bridge's own, and those that it forwards to other servers. */
  static List<BindableService> of(BridgeParts parts, MeterRegistry registry) {
    BridgeParts.Servers servers = parts.servers();
    List<BindableService> services = new ArrayList<>(own(parts, registry));
    ModelPeer.ALL.forEach(
        peer -> services.add(forward(parts, peer.service(), servers.model(peer))));
    services.add(forward(parts, CommentPushServiceGrpc.getServiceDescriptor(), servers.ingest()));
    return List.copyOf(services);
  }

  private static List<BindableService> own(BridgeParts parts, MeterRegistry registry) {
    Stores stores = parts.stores();
    return List.of(
        new CommentGrpcService(stores.comments(), parts.calls()),
        new LiveChatGrpcService(
            stores.sessions(), stores.comments(), parts.calls(), parts.streams()),
        new ReviewGrpcService(stores.reviews(), parts.calls(), new DecisionMetrics(registry)),
        new AuditGrpcService(stores.reviews(), parts.calls()),
        new SettingsGrpcService(stores.settings(), parts.calls()),
        new PolicyGrpcService(
            stores.comments(),
            stores.settings(),
            stores.reviews(),
            parts.servers().model(ModelPeer.CLASSIFIER),
            parts.servers().model(ModelPeer.TAGGER),
            parts.calls()),
        new LabelGrpcService(
            stores.reviews(), stores.feedback(), stores.pseudonyms(), parts.calls()),
        new AccountGrpcService(
            stores.personalData(),
            parts.servers().ingest(),
            parts.config().get(BridgeKeys.REQUEST_TIMEOUT),
            parts.calls()),
        new PlatformGrpcService(
            stores.comments(),
            stores.problem(),
            parts.servers().ingest(),
            parts.servers()::model,
            parts.engines(),
            parts.calls()),
        new StatisticsGrpcService(stores.statistics(), parts.calls()),
        new RegistryGrpcService(parts.aliases(), stores.aliases(), parts.calls()),
        new PipelineGrpcService(stores.runs(), RunFolder.of(parts.config()), parts.calls()),
        new RolloutGrpcService(parts.rollouts(), stores.rollouts(), parts.calls()),
        new WebhookGrpcService(parts.webhooks(), parts.calls()),
        new ActionGrpcService(
            stores.comments(),
            stores.acting(),
            stores.accounts(),
            parts.calls(),
            InstantSource.system()));
  }

  private static BindableService forward(
      BridgeParts parts, ServiceDescriptor service, Channel channel) {
    return ForwardingGrpcService.to(
        service, channel, parts.config().get(BridgeKeys.REQUEST_TIMEOUT), GrpcServices::timeLeft);
  }

  private static @Nullable Duration timeLeft() {
    long millis = ServiceRequestContext.current().requestTimeoutMillis();
    return millis == 0 ? null : Duration.ofMillis(millis);
  }
}
