package chatwarden.bridge.server;

import chatwarden.runtime.error.InvalidInputException;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import io.netty.util.AsciiString;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Refuses headers that programs on the way may take in more than one way: a request that names no
 * host or two, and binary metadata that is not base64.
 */
final class HeaderCheck extends SimpleDecoratingHttpService {

  /** The name that Armeria puts in where a request names no host; none may have it (RFC 6761). */
  static final String NO_HOST = "no-host.invalid";

  private static final String BINARY = "-bin";

  /** RFC 3986: a name or an address, and a port. */
  private static final Pattern HOST =
      Pattern.compile("([\\w.~%!$&'()*+;=-]+|\\[[0-9A-Fa-f:.]+])(:\\d{0,5})?");

  HeaderCheck(HttpService delegate) {
    super(delegate);
  }

  @Override
  public HttpResponse serve(ServiceRequestContext ctx, HttpRequest req) throws Exception {
    checkHost(req.headers());
    for (AsciiString name : req.headers().names()) {
      if (name.endsWith(BINARY)) {
        req.headers().getAll(name).forEach(value -> checkBinary(name.toString(), value));
      }
    }
    return ((HttpService) unwrap()).serve(ctx, req);
  }

  private static void checkHost(RequestHeaders headers) {
    List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
    String host = headers.authority();
    if (hosts.size() > 1) {
      throw InvalidInputException.of(
          "Host", "is given " + hosts.size() + " times (expected: once)");
    }
    if (host == null || host.isBlank() || host.startsWith(NO_HOST)) {
      throw InvalidInputException.of("Host", "is missing or empty (expected: a host and its port)");
    }
    if (!HOST.matcher(host).matches()) {
      throw InvalidInputException.of(
          "Host", "must be one host and its port, such as example.org:80");
    }
  }

  /** Several values may come in one, with commas between. */
  private static void checkBinary(String name, String values) {
    for (String value : values.split(",", -1)) {
      try {
        var _ = Base64.getDecoder().decode(value.strip());
      } catch (IllegalArgumentException e) {
        throw InvalidInputException.of(name, "must be base64");
      }
    }
  }
}
