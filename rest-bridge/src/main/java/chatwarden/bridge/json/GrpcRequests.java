package chatwarden.bridge.json;

import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.grpc.GrpcSerializationFormats;

/** Which requests are gRPC or gRPC-Web by what they say of their body. */
public final class GrpcRequests {

  private GrpcRequests() {}

  /** Returns whether the body is said to be gRPC's, in any of its formats. */
  public static boolean isGrpc(RequestHeaders headers) {
    MediaType type = headers.contentType();
    return type != null
        && GrpcSerializationFormats.values().stream().anyMatch(it -> it.isAccepted(type));
  }
}
