package chatwarden.repository.remote;

import chatwarden.repository.remote.RetriedRequest.BusyServerException;
import chatwarden.repository.remote.RetriedRequest.RefusedAddressException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Puts objects in stores, and asks how a store has them. Requests are tried again as those of
 * {@link ArtefactClient} are. Safe for use by many threads. Blocks its callers.
 */
public final class ArtefactUpload {

  private final ArtefactHttp http;
  private final RetriedRequest requests;

  /** An upload within these bounds. */
  public ArtefactUpload(ArtefactSettings settings) {
    this.http = new ArtefactHttp(settings);
    this.requests = new RetriedRequest(settings);
  }

  /**
   * Puts an object whole, in place of the one before.
   *
   * @param content is read anew by each try
   * @throws chatwarden.runtime.error.ChatwardenException UNAVAILABLE, if the store is away;
   *     FAILED_PRECONDITION, if it refuses
   */
  public void put(ArtefactLocation location, BodyPublisher content) {
    requests.run(location, () -> 0, address -> putOnce(address, content));
  }

  private int putOnce(ArtefactAddress address, BodyPublisher content) throws IOException {
    HttpResponse<InputStream> answer = http.put(address, content);
    answer.body().close();
    return switch (answer.statusCode()) {
      case 200, 201 -> answer.statusCode();
      default -> throw fault(address, answer);
    };
  }

  /**
   * Returns how the store has an object; empty if it does not have it.
   *
   * @throws chatwarden.runtime.error.ChatwardenException as {@link #put}
   */
  public Optional<StoredObject> inspect(ArtefactLocation location) {
    return requests.run(location, () -> 0, this::inspectOnce);
  }

  /** Asks for the first byte: its answer describes the whole. */
  private Optional<StoredObject> inspectOnce(ArtefactAddress address) throws IOException {
    HttpResponse<InputStream> answer = http.get(address, Map.of("range", "bytes=0-0"));
    answer.body().close();
    return switch (answer.statusCode()) {
      case 206 -> {
        String range = header(answer, "content-range");
        String total = range.substring(range.indexOf('/') + 1);
        yield Optional.of(described(answer, total.matches("[0-9]{1,18}") ? total : "0"));
      }
      case 200 -> Optional.of(described(answer, "0" + header(answer, "content-length")));
      case 404, 416 -> Optional.empty();
      default -> throw fault(address, answer);
    };
  }

  private static StoredObject described(HttpResponse<?> answer, String size) {
    String sha256 =
        Stream.of("x-amz-meta-sha256", "x-ms-meta-sha256")
            .map(name -> header(answer, name))
            .filter(value -> !value.isEmpty())
            .findFirst()
            .orElse("");
    return new StoredObject(Long.parseLong(size), sha256, header(answer, "x-ms-blob-content-md5"));
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private static IOException fault(ArtefactAddress address, HttpResponse<?> answer) {
    int status = answer.statusCode();
    return switch (status) {
      case 401, 403, 404 -> new RefusedAddressException(status);
      case 408, 425, 429, 500, 502, 503, 504 -> new BusyServerException(status, Duration.ZERO);
      default -> throw ArtefactFaults.refused(address, status);
    };
  }
}
