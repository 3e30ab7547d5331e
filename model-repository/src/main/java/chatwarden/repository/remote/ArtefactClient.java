package chatwarden.repository.remote;

import chatwarden.repository.remote.RetriedRequest.BusyServerException;
import chatwarden.repository.remote.RetriedRequest.RefusedAddressException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Downloads artefacts by GET. Connections that are lost and answers 429 and 5xx are tried again; an
 * address that is refused is resolved anew. No message holds a query or a header.
 *
 * <p>A file goes on from its {@link PartialFile} where the server has the same content still: the
 * request says {@code If-Match}, which S3 and Azure check, and {@code If-Range}, which MLflow
 * checks. A server that ignores ranges answers 200, and the file begins anew.
 *
 * <p>Safe for use by many threads, but for one target at a time. Blocks its callers.
 */
public final class ArtefactClient {

  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes (?:([0-9]{1,18})-[0-9]{1,18}|\\*)/([0-9]{1,18})");
  private static final int CHUNK = 64 * 1024;

  private final ArtefactSettings settings;
  private final ArtefactHttp http;
  private final RetriedRequest requests;

  /** A client with these bounds. */
  public ArtefactClient(ArtefactSettings settings) {
    this.settings = settings;
    this.http = new ArtefactHttp(settings);
    this.requests = new RetriedRequest(settings);
  }

  /**
   * Returns a small artefact whole; empty where the server says that it still has the one of {@code
   * knownTag}.
   *
   * @param maxBytes how many bytes it may have
   * @param knownTag the entity tag of the content that the caller has; empty if it has none
   * @throws chatwarden.runtime.error.ChatwardenException UNAVAILABLE, if the server is away;
   *     FAILED_PRECONDITION, if it refuses or the artefact is too large
   */
  public Optional<RemoteDocument> read(ArtefactLocation location, int maxBytes, String knownTag) {
    Map<String, String> conditions =
        knownTag.isEmpty() ? Map.of() : Map.of("if-none-match", knownTag);
    return requests.run(location, () -> 0, address -> readOnce(address, maxBytes, conditions));
  }

  private Optional<RemoteDocument> readOnce(
      ArtefactAddress address, int maxBytes, Map<String, String> conditions) throws IOException {
    HttpResponse<InputStream> answer = http.get(address, conditions);
    try (StallGuard body = new StallGuard(answer.body(), settings.timeout())) {
      if (answer.statusCode() == 304 && !conditions.isEmpty()) {
        return Optional.empty();
      }
      requireOk(address, answer);
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      copy(address, body, content, 0, maxBytes);
      return Optional.of(new RemoteDocument(content.toByteArray(), header(answer, "etag")));
    }
  }

  /**
   * Puts an artefact in {@code target}, which changes only once the whole content is there and has
   * the checksum. What has come when this fails stays beside it, for the next call to go on from.
   *
   * @param sha256 the checksum, 64 hexadecimal digits in lower case
   * @throws chatwarden.runtime.error.ChatwardenException UNAVAILABLE, if the server is away;
   *     FAILED_PRECONDITION, if it refuses, the artefact is too large or another, or the file
   *     cannot be written
   */
  public void download(ArtefactLocation location, Path target, String sha256) {
    PartialFile part = new PartialFile(target);
    for (boolean isLast = false; ; isLast = true) {
      ArtefactAddress address =
          requests.run(location, part::size, current -> downloadOnce(current, part));
      try {
        String actual = part.sha256();
        if (actual.equals(sha256)) {
          part.finish();
          return;
        }
        part.discard();
        if (isLast) {
          throw ArtefactFaults.otherContent(address, actual, sha256);
        }
      } catch (IOException e) {
        throw ArtefactFaults.unwritable(e);
      }
    }
  }

  private ArtefactAddress downloadOnce(ArtefactAddress address, PartialFile part)
      throws IOException {
    long begin = part.size();
    Map<String, String> conditions = new HashMap<>();
    if (begin > 0) {
      conditions.put("range", "bytes=" + begin + "-");
      part.tag().ifPresent(tag -> conditions.putAll(Map.of("if-match", tag, "if-range", tag)));
    }
    HttpResponse<InputStream> answer = http.get(address, conditions);
    try (StallGuard body = new StallGuard(answer.body(), settings.timeout())) {
      switch (answer.statusCode()) {
        case 206 -> append(address, answer, body, part, begin);
        case 412 -> throw changed(part);
        case 416 -> requireWhole(answer, part, begin);
        default -> {
          requireOk(address, answer);
          try (OutputStream content = part.anew(header(answer, "etag"))) {
            copy(address, body, content, 0, settings.maxBytes());
          }
        }
      }
    }
    return address;
  }

  private void append(
      ArtefactAddress address,
      HttpResponse<?> answer,
      StallGuard body,
      PartialFile part,
      long begin)
      throws IOException {
    Matcher range = CONTENT_RANGE.matcher(header(answer, "content-range"));
    boolean isAsked =
        begin > 0
            && range.matches()
            && range.group(1) != null
            && Long.parseLong(range.group(1)) == begin;
    String tag = header(answer, "etag");
    if (!isAsked || (!tag.isEmpty() && !part.tag().equals(Optional.of(tag)))) {
      throw changed(part);
    }
    try (OutputStream content = part.more()) {
      copy(address, body, content, begin, settings.maxBytes());
    }
    if (part.size() != Long.parseLong(range.group(2))) {
      throw new IOException("it ended too early");
    }
  }

  /** Drops a part that the server does not go on from. */
  private static IOException changed(PartialFile part) throws IOException {
    part.discard();
    return new IOException("the server has other content now");
  }

  /** Accepts that a range is out of bounds where the part is the whole. */
  private static void requireWhole(HttpResponse<?> answer, PartialFile part, long begin)
      throws IOException {
    Matcher range = CONTENT_RANGE.matcher(header(answer, "content-range"));
    if (!range.matches() || begin == 0 || Long.parseLong(range.group(2)) != begin) {
      throw changed(part);
    }
  }

  private void requireOk(ArtefactAddress address, HttpResponse<?> answer) throws IOException {
    int status = answer.statusCode();
    switch (status) {
      case 200 -> {}
      case 401, 403, 404 -> throw new RefusedAddressException(status);
      case 408, 425, 429, 500, 502, 503, 504 ->
          throw new BusyServerException(status, retryAfter(answer));
      default -> throw ArtefactFaults.refused(address, status);
    }
  }

  private static Duration retryAfter(HttpResponse<?> answer) {
    String seconds = header(answer, "retry-after");
    return seconds.matches("[0-9]{1,6}")
        ? Duration.ofSeconds(Long.parseLong(seconds))
        : Duration.ZERO;
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  /** Copies what comes; counts it, as a length that a server states may be wrong. */
  private static void copy(
      ArtefactAddress address, StallGuard body, OutputStream content, long begin, long maxBytes)
      throws IOException {
    byte[] buffer = new byte[CHUNK];
    long bytes = begin;
    for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
      bytes += read;
      if (bytes > maxBytes) {
        throw ArtefactFaults.wrong(address, "larger than " + maxBytes + " bytes (model.max-size)");
      }
      content.write(buffer, 0, read);
    }
  }
}
