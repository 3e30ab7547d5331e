package chatwarden.bridge.json;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.Code;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.grpc.UnframedGrpcErrorHandler;
import io.grpc.Status;
import java.util.Base64;

/** Turns the status of a transcoded call into the one form of errors over HTTP. */
public final class TranscodingFault implements UnframedGrpcErrorHandler {

  @Override
  public HttpResponse handle(
      ServiceRequestContext ctx, Status status, AggregatedHttpResponse response) {
    HttpHeaders trailers = response.trailers().isEmpty() ? response.headers() : response.trailers();
    String details = trailers.get("grpc-status-details-bin");
    if (details != null) {
      try {
        return HttpErrorHandler.response(
            com.google.rpc.Status.parseFrom(Base64.getDecoder().decode(details)));
      } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
        // The code and the message say the rest.
      }
    }
    String message = status.getDescription() == null ? "" : status.getDescription();
    return HttpErrorHandler.response(
        HttpErrorHandler.status(
            Code.forNumber(status.getCode().value()), status.getCode().name(), message));
  }
}
