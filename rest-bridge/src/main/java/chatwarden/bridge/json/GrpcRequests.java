package chatwarden.bridge.json;

import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.grpc.GrpcSerializationFormats;

/** Recognises requests of gRPC and gRPC-Web by their content type. */
public final class GrpcRequests {

  private GrpcRequests() {}

  /** Returns whether the content type is one of gRPC or gRPC-Web. */
  public static boolean isGrpc(RequestHeaders headers) {
    MediaType type = headers.contentType();
    return type != null
        && GrpcSerializationFormats.values().stream().anyMatch(it -> it.isAccepted(type));
  }
}
