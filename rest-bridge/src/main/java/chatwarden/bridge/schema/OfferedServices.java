package chatwarden.bridge.schema;

import chatwarden.account.v1.AccountServiceProto;
import chatwarden.action.v1.ActionServiceProto;
import chatwarden.bridge.peer.ModelPeer;
import chatwarden.comment.v1.CommentServiceProto;
import chatwarden.labels.v1.LabelServiceProto;
import chatwarden.livechat.v1.CommentPushServiceProto;
import chatwarden.livechat.v1.LiveChatServiceProto;
import chatwarden.mlops.v1.PipelineServiceProto;
import chatwarden.platform.v1.PlatformServiceProto;
import chatwarden.policy.v1.PolicyServiceProto;
import chatwarden.registry.v1.RegistryServiceProto;
import chatwarden.review.v1.AuditServiceProto;
import chatwarden.review.v1.ReviewServiceProto;
import chatwarden.rollout.v1.RolloutServiceProto;
import chatwarden.settings.v1.ChatSettingsServiceProto;
import chatwarden.statistics.v1.StatisticsServiceProto;
import chatwarden.webhook.v1.WebhookServiceProto;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.List;
import java.util.stream.Stream;

/** The project's own services at the bridge; documents, health and permissions follow the list. */
public final class OfferedServices {

  private static final List<ServiceDescriptor> ALL =
      Stream.concat(
              Stream.of(
                      LiveChatServiceProto.getDescriptor(),
                      CommentServiceProto.getDescriptor(),
                      ReviewServiceProto.getDescriptor(),
                      AuditServiceProto.getDescriptor(),
                      ChatSettingsServiceProto.getDescriptor(),
                      PolicyServiceProto.getDescriptor(),
                      LabelServiceProto.getDescriptor(),
                      AccountServiceProto.getDescriptor(),
                      PlatformServiceProto.getDescriptor(),
                      StatisticsServiceProto.getDescriptor(),
                      RegistryServiceProto.getDescriptor(),
                      PipelineServiceProto.getDescriptor(),
                      RolloutServiceProto.getDescriptor(),
                      ActionServiceProto.getDescriptor(),
                      WebhookServiceProto.getDescriptor(),
                      CommentPushServiceProto.getDescriptor())
                  .map(FileDescriptor::getServices)
                  .flatMap(List::stream),
              ModelPeer.ALL.stream().map(ModelPeer::proto))
          .toList();

  private OfferedServices() {}

  /** Returns all of them, in the order of the documents. */
  public static List<ServiceDescriptor> all() {
    return ALL;
  }

  /** Returns their full names. */
  public static List<String> names() {
    return ALL.stream().map(ServiceDescriptor::getFullName).toList();
  }

  /** Returns the full name of a method as gRPC has it, {@code service/method}. */
  public static String name(MethodDescriptor method) {
    return method.getService().getFullName() + "/" + method.getName();
  }
}
