package chatwarden.bridge.door;

import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.reflection.v1alpha.ServerReflectionGrpc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;

/**
 * Reflection in the version v1alpha, which most tools still ask for. Armeria serves v1 alone, so a
 * gRPC server within the process answers, which has the same services and is called for nothing
 * else.
 */
public final class AlphaReflection implements AutoCloseable {

  private final Server server;
  private final ManagedChannel channel;

  private AlphaReflection(Server server, ManagedChannel channel) {
    this.server = server;
    this.channel = channel;
  }

  /** Starts reflection of these services and of itself. */
  @SuppressWarnings("deprecation") // v1alpha is, in favour of v1.
  public static AlphaReflection of(List<BindableService> services) {
    String name = InProcessServerBuilder.generateName();
    InProcessServerBuilder builder = InProcessServerBuilder.forName(name).directExecutor();
    services.forEach(builder::addService);
    try {
      Server server = builder.addService(ProtoReflectionService.newInstance()).build().start();
      return new AlphaReflection(
          server, InProcessChannelBuilder.forName(name).directExecutor().build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the service of the bridge, which forwards to it. */
  public BindableService service() {
    return ForwardingGrpcService.to(
        ServerReflectionGrpc.getServiceDescriptor(), channel, Duration.ofMinutes(1), () -> null);
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.shutdownNow();
  }
}
