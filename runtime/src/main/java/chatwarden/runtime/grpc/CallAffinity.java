package chatwarden.runtime.grpc;

import io.grpc.BindableService;
import io.grpc.ClientInterceptor;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.stub.MetadataUtils;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which calls one version of a model answers while two answer: those of a chat. Callers say so in
 * the request header {@code chatwarden-affinity}, a digest of the chat's id, which so reaches no
 * model server itself.
 */
public final class CallAffinity {

  private static final Metadata.Key<String> HEADER =
      Metadata.Key.of("chatwarden-affinity", Metadata.ASCII_STRING_MARSHALLER);
  private static final Context.Key<String> KEY = Context.key("chatwarden-affinity");
  private static final Pattern VALUE = Pattern.compile("[0-9a-f]{16}");

  private CallAffinity() {}

  /** Returns the digest of the current gRPC context; empty where the call came without one. */
  public static Optional<String> current() {
    return Optional.ofNullable(KEY.get());
  }

  /** Makes calls for the chat of this id. */
  public static ClientInterceptor of(String chat) {
    Metadata headers = new Metadata();
    headers.put(HEADER, "%016x".formatted(digest(chat)));
    return MetadataUtils.newAttachHeadersInterceptor(headers);
  }

  /** Returns {@code context} with the digest of this chat, for calls that come by no server. */
  public static Context within(Context context, String chat) {
    return context.withValue(KEY, "%016x".formatted(digest(chat)));
  }

  /** Returns {@code service}, its calls with the digest of their header; a wrong one is ignored. */
  public static BindableService read(BindableService service) {
    return () -> ServerInterceptors.intercept(service, new Reader());
  }

  /** Returns 64 bits of {@code text}, each as likely 0 as 1: FNV-1a, mixed as Murmur 3 does. */
  public static long digest(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return hash ^ (hash >>> 33);
  }

  private static final class Reader implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      String value = headers.get(HEADER);
      return value == null || !VALUE.matcher(value).matches()
          ? next.startCall(call, headers)
          : Contexts.interceptCall(Context.current().withValue(KEY, value), call, headers, next);
    }
  }
}
