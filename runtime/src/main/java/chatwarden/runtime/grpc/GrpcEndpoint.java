package chatwarden.runtime.grpc;

import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.lifecycle.BindFault;
import chatwarden.runtime.lifecycle.ServicePart;
import chatwarden.runtime.telemetry.Telemetry;
import io.grpc.BindableService;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A gRPC server: its services with {@code grpc.health.v1}, reflection, limits, metrics and the one
 * table of faults. It listens on an address, in this process, or both.
 *
 * <p>Health says SERVING for every service, and for the server as a whole, from start to drain. A
 * drain says NOT_SERVING, takes no new calls, runs the {@code onDrain} actions and waits for the
 * calls under way; closing cuts the calls that are left.
 *
 * <p>Services run on virtual threads, unless they bring an executor or ask for the event loop.
 */
public final class GrpcEndpoint implements ServicePart {

  private static final Logger log = LoggerFactory.getLogger(GrpcEndpoint.class);

  private final Builder settings;
  private final HealthStatusManager health = new HealthStatusManager();
  private final List<Thread> probes = new ArrayList<>();
  private final CallsUnderWay calls = new CallsUnderWay();
  private final List<Server> servers = new ArrayList<>();
  private @Nullable ExecutorService ownThreads;
  private volatile int port;

  private GrpcEndpoint(Builder settings) {
    this.settings = settings;
  }

  /** An endpoint called {@code name}, without an address yet. */
  public static Builder builder(String name) {
    return new Builder(name);
  }

  @Override
  public String name() {
    return settings.name;
  }

  @Override
  public void start() throws IOException {
    Executor executor = settings.executor;
    if (executor == null) {
      executor = ownThreads = Executors.newVirtualThreadPerTaskExecutor();
    }
    try {
      if (settings.host != null) {
        Server server = startTcp(settings.host, executor);
        servers.add(server);
        port = server.getPort();
      }
      if (settings.inProcessName != null) {
        servers.add(startInProcess(settings.inProcessName, executor));
      }
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
    health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, ServingStatus.SERVING);
    settings.services.forEach(
        service ->
            health.setStatus(service.getServiceDescriptor().getName(), ServingStatus.SERVING));
    settings.engines.forEach(engine -> probes.add(engine.keepTelling(health)));
    log.info("Started endpoint={} target={}", settings.name, target());
  }

  private Server startTcp(String host, Executor executor) throws IOException {
    InetSocketAddress address = new InetSocketAddress(host, settings.port);
    GrpcLimits limits = settings.limits;
    ServerCredentials credentials =
        settings.tls == null ? InsecureServerCredentials.create() : settings.tls.server();
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(address, credentials)
            .maxInboundMessageSize(limits.maxMessageBytes())
            .flowControlWindow(GrpcChannels.WINDOW_BYTES)
            .maxConcurrentCallsPerConnection(limits.maxCallsPerConnection())
            .keepAliveTime(limits.keepAliveTime().toMillis(), TimeUnit.MILLISECONDS)
            .permitKeepAliveTime(limits.minKeepAliveTime().toMillis(), TimeUnit.MILLISECONDS)
            .permitKeepAliveWithoutCalls(true);
    fill(builder, executor);
    if (settings.onEventLoop) {
      builder.directExecutor();
    }
    try {
      return builder.build().start();
    } catch (IOException e) {
      throw BindFault.of(host, settings.port, settings.portRemedy, e);
    }
  }

  private Server startInProcess(String name, Executor executor) throws IOException {
    InProcessServerBuilder builder =
        InProcessServerBuilder.forName(name)
            .maxInboundMessageSize(settings.limits.maxMessageBytes());
    fill(builder, executor);
    if (settings.onEventLoop) {
      builder.directExecutor();
    }
    return builder.build().start();
  }

  private void fill(ServerBuilder<?> builder, Executor executor) {
    builder.executor(executor);
    settings.services.forEach(
        service -> builder.addService(ServerInterceptors.intercept(service, calls)));
    builder.addService(health.getHealthService());
    Reflection.services().forEach(builder::addService);
    if (settings.admission != null) {
      builder.intercept(settings.admission);
    }
    // The last one added runs first: metrics see the status that the faults were mapped to.
    builder.intercept(new FaultInterceptor());
    builder.intercept(new BriefStatusInterceptor());
    if (settings.telemetry != null) {
      GrpcTrace.observe(builder, settings.telemetry);
    }
  }

  /** The port that is listened on, from the start on. */
  public int port() {
    if (port == 0) {
      throw new IllegalStateException("endpoint " + settings.name + " listens on no port");
    }
    return port;
  }

  /** Where clients find it: {@code inprocess:name} if it has one, else {@code host:port}. */
  public String target() {
    return settings.inProcessName != null
        ? "inprocess:" + settings.inProcessName
        : settings.host + ":" + port();
  }

  @Override
  public void drain(Duration timeout) throws InterruptedException {
    health.enterTerminalState();
    servers.forEach(Server::shutdown);
    settings.onDrain.forEach(Runnable::run);
    if (!calls.awaitNone(timeout)) {
      log.warn("Cut endpoint={} calls={} after={}", settings.name, calls.count(), timeout);
    }
  }

  @Override
  public void close() {
    probes.forEach(Thread::interrupt);
    servers.forEach(Server::shutdownNow);
    servers.forEach(GrpcEndpoint::awaitEnd);
    if (ownThreads != null) {
      ownThreads.shutdownNow();
    }
  }

  private static void awaitEnd(Server server) {
    try {
      server.awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Collects what an endpoint is made of. */
  public static final class Builder {

    private final String name;
    private final List<ServerServiceDefinition> services = new ArrayList<>();
    private final List<Runnable> onDrain = new ArrayList<>();
    private final List<EngineHealth> engines = new ArrayList<>();
    private @Nullable String host;
    private int port;
    private String portRemedy = "choose another port";
    private @Nullable String inProcessName;
    private @Nullable Telemetry telemetry;
    private @Nullable Executor executor;
    private boolean onEventLoop;
    private @Nullable AdmissionInterceptor admission;
    private @Nullable MutualTls tls;
    private GrpcLimits limits = GrpcLimits.of(Config.defaults());

    private Builder(String name) {
      this.name = name;
    }

    /** Reports, from the start on, whether an engine that the services need answers. */
    public Builder engine(EngineHealth engine) {
      engines.add(engine);
      return this;
    }

    /** Listens on {@code host} and {@code port}; 0 takes a free one. */
    public Builder address(String host, int port) {
      this.host = host;
      this.port = port;
      return this;
    }

    /** Takes connections on the address by TLS only, from clients with a certificate. */
    public Builder tls(MutualTls value) {
      this.tls = value;
      return this;
    }

    /** Sets the remedy for a port that is taken, such as {@code use --port}. */
    public Builder portRemedy(String remedy) {
      this.portRemedy = remedy;
      return this;
    }

    /** Serves clients of this process too, under {@code inprocess:name}. */
    public Builder inProcess(String name) {
      this.inProcessName = name;
      return this;
    }

    /** Serves {@code service}. */
    public Builder service(BindableService service) {
      services.add(service.bindService());
      return this;
    }

    /** What clients may do; the defaults of {@link GrpcLimits} where nothing is said. */
    public Builder limits(GrpcLimits value) {
      this.limits = value;
      return this;
    }

    /** What refuses calls that would wait too long, wherever they come from. */
    public Builder admission(AdmissionInterceptor value) {
      this.admission = value;
      return this;
    }

    /** Where calls are counted and timed; nowhere, where nothing is said. */
    public Builder telemetry(Telemetry value) {
      this.telemetry = value;
      return this;
    }

    /** What runs the services, instead of virtual threads. The endpoint does not shut it down. */
    public Builder executor(Executor value) {
      this.executor = value;
      return this;
    }

    /**
     * Runs the services on the event loop that reads the connection, where calls come by the
     * address, so that no message is handed to another thread. For services that never block and
     * leave work of more than about a millisecond to threads of their own, as all calls of the
     * connection wait meanwhile; {@link EventLoop} leads their answers back. Calls from within the
     * process run on the thread of their caller.
     */
    public Builder onEventLoop() {
      this.onEventLoop = true;
      return this;
    }

    /** Run when the drain begins; must not block. Streams that would last for ever end here. */
    public Builder onDrain(Runnable action) {
      onDrain.add(action);
      return this;
    }

    /** The endpoint, not started. */
    public GrpcEndpoint build() {
      if (host == null && inProcessName == null) {
        throw FaultCode.FAILED_PRECONDITION.exception(
            "START_FAILED", "endpoint " + name + " has no address (a bug)");
      }
      return new GrpcEndpoint(this);
    }
  }
}
