package chatwarden.bridge.door;

import io.grpc.BindableService;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Passes every call of a service on to the server that does the work, one message at a time in each
 * direction: a side that reads slowly slows the other, and nothing is kept here. The caller's
 * deadline and cancellation reach the server; its statuses, with their details, reach the caller.
 */
public final class ForwardingGrpcService implements BindableService {

  private final ServerServiceDefinition definition;

  private ForwardingGrpcService(ServerServiceDefinition definition) {
    this.definition = definition;
  }

  /**
   * A service with the methods of {@code service} that forwards to {@code channel}.
   *
   * @param unaryLimit how long a unary call may take whose caller sets no deadline
   * @param timeLeft how long the call that is being served may still take; null if it has no limit
   */
  public static ForwardingGrpcService to(
      ServiceDescriptor service,
      Channel channel,
      Duration unaryLimit,
      Supplier<@Nullable Duration> timeLeft) {
    ServerServiceDefinition.Builder definition = ServerServiceDefinition.builder(service);
    for (MethodDescriptor<?, ?> method : service.getMethods()) {
      Duration limit = method.getType() == MethodType.UNARY ? unaryLimit : null;
      definition.addMethod(forward(method, channel, () -> firstOf(timeLeft.get(), limit)));
    }
    return new ForwardingGrpcService(definition.build());
  }

  private static @Nullable Duration firstOf(@Nullable Duration wish, @Nullable Duration otherwise) {
    return wish == null ? otherwise : wish;
  }

  private static <Q, A> ServerMethodDefinition<Q, A> forward(
      MethodDescriptor<Q, A> method, Channel channel, Supplier<@Nullable Duration> limit) {
    ServerCallHandler<Q, A> handler = (call, headers) -> start(call, channel, method, limit.get());
    return ServerMethodDefinition.create(method, handler);
  }

  private static <Q, A> ServerCall.Listener<Q> start(
      ServerCall<Q, A> call,
      Channel channel,
      MethodDescriptor<Q, A> method,
      @Nullable Duration limit) {
    CallOptions options =
        limit == null
            ? CallOptions.DEFAULT
            : CallOptions.DEFAULT.withDeadlineAfter(limit.toNanos(), TimeUnit.NANOSECONDS);
    ForwardedCall<Q, A> forwarded = new ForwardedCall<>(call, channel.newCall(method, options));
    forwarded.start();
    return forwarded.fromCaller();
  }

  @Override
  public ServerServiceDefinition bindService() {
    return definition;
  }
}
