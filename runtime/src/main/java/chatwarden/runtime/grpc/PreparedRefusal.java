package chatwarden.runtime.grpc;

import chatwarden.runtime.error.OverloadedException;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/** One refusal, translated once: a server that has too much to do refuses many calls. */
public final class PreparedRefusal {

  private static final Metadata.Key<byte[]> DETAILS =
      Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

  private final Status status;
  private final byte[] details;

  /** The status of {@code refusal}, with its details. */
  public PreparedRefusal(OverloadedException refusal) {
    StatusRuntimeException translated = StatusMapper.toStatus(refusal);
    Metadata trailers = translated.getTrailers();
    byte[] packed = trailers == null ? null : trailers.get(DETAILS);
    this.status = translated.getStatus().withCause(null);
    this.details = packed == null ? new byte[0] : packed;
  }

  /** Ends {@code call} with the refusal. */
  public void close(ServerCall<?, ?> call) {
    Metadata trailers = new Metadata();
    trailers.put(DETAILS, details);
    call.close(status, trailers);
  }
}
