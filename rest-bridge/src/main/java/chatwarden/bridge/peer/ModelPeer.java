package chatwarden.bridge.peer;

import chatwarden.classifier.v1.ClassifierServiceGrpc;
import chatwarden.rewriter.v1.RewriterServiceGrpc;
import chatwarden.runtime.config.ConfigKey;
import chatwarden.tagger.v1.TaggerServiceGrpc;
import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.Descriptors;
import com.google.protobuf.Descriptors.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.protobuf.ProtoServiceDescriptorSupplier;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A model server whose service the bridge offers and forwards.
 *
 * @param name its name in states of the platform, metrics and settings
 * @param target the address of the server
 * @param service its gRPC service
 */
public record ModelPeer(String name, ConfigKey<String> target, ServiceDescriptor service) {

  /** Stage 1. */
  public static final ModelPeer CLASSIFIER =
      of("classifier", 9101, ClassifierServiceGrpc.getServiceDescriptor());

  /** Stage 2. */
  public static final ModelPeer TAGGER =
      of("tagger", 9102, TaggerServiceGrpc.getServiceDescriptor());

  /** Stage 3. */
  public static final ModelPeer REWRITER =
      of("rewriter", 9104, RewriterServiceGrpc.getServiceDescriptor());

  /** All of them, in the order of the stages. */
  public static final List<ModelPeer> ALL = List.of(CLASSIFIER, TAGGER, REWRITER);

  private static ModelPeer of(String name, int port, ServiceDescriptor service) {
    return new ModelPeer(
        name,
        ConfigKey.text(
            name + ".target", "127.0.0.1:" + port, "Where the " + name + "-server is: host:port."),
        service);
  }

  /** Returns the keys of all addresses. */
  public static List<ConfigKey<String>> keys() {
    return ALL.stream().map(ModelPeer::target).toList();
  }

  /** Returns its service as the protos describe it. */
  public Descriptors.ServiceDescriptor proto() {
    var schema = (ProtoServiceDescriptorSupplier) service.getSchemaDescriptor();
    return Objects.requireNonNull(schema, "schema").getServiceDescriptor();
  }

  /** Returns the paths of its unary methods, by gRPC and by REST. */
  public List<String> unaryPaths() {
    List<String> paths = new ArrayList<>();
    for (MethodDescriptor method : proto().getMethods()) {
      if (!method.isClientStreaming() && !method.isServerStreaming()) {
        paths.add("/" + method.getService().getFullName() + "/" + method.getName());
        HttpRule rule = method.getOptions().getExtension(AnnotationsProto.http);
        if (!rule.getPost().isEmpty()) {
          paths.add(rule.getPost());
        }
      }
    }
    return List.copyOf(paths);
  }
}
