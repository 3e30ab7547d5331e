package chatwarden.runtime.grpc;

import chatwarden.runtime.error.InvalidInputException;
import io.grpc.BindableService;
import io.grpc.ClientInterceptor;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.util.Locale;

/**
 * Which calls a busy model server answers first. Callers say so in the request header {@code
 * chatwarden-priority}: {@code live} or {@code backfill}; a call without it is backfill.
 */
public enum CallPriority {

  /** A chat that people watch now: the pipeline's calls. */
  LIVE,

  /** Everything that can wait for that. */
  BACKFILL;

  private static final Metadata.Key<String> HEADER =
      Metadata.Key.of("chatwarden-priority", Metadata.ASCII_STRING_MARSHALLER);
  private static final Context.Key<CallPriority> KEY =
      Context.keyWithDefault("chatwarden-priority", BACKFILL);

  /** The priority of the call of the current gRPC context. */
  public static CallPriority current() {
    return KEY.get();
  }

  /** {@code context} with this priority, for calls that come by no gRPC server. */
  public Context within(Context context) {
    return context.withValue(KEY, this);
  }

  /** Makes calls of this priority. */
  public ClientInterceptor claim() {
    Metadata headers = new Metadata();
    headers.put(HEADER, word());
    return MetadataUtils.newAttachHeadersInterceptor(headers);
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** {@code service}, its calls and streams with the priority that their header names. */
  public static BindableService read(BindableService service) {
    return () -> ServerInterceptors.intercept(service, new Reader());
  }

  private static CallPriority of(Metadata headers) {
    String word = headers.get(HEADER);
    if (word == null) {
      return BACKFILL;
    }
    for (CallPriority priority : values()) {
      if (priority.word().equals(word)) {
        return priority;
      }
    }
    throw InvalidInputException.of(HEADER.name(), "is neither live nor backfill");
  }

  private static final class Reader implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      CallPriority priority;
      try {
        priority = of(headers);
      } catch (InvalidInputException e) {
        StatusRuntimeException status = StatusMapper.toStatus(e);
        Metadata details = status.getTrailers();
        call.close(status.getStatus(), details == null ? new Metadata() : details);
        return new ServerCall.Listener<>() {};
      }
      return Contexts.interceptCall(priority.within(Context.current()), call, headers, next);
    }
  }
}
