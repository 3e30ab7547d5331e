package chatwarden.bridge.admission;

import com.linecorp.armeria.common.RequestHeaders;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The time that a gRPC client gives its call, by the header {@code grpc-timeout}. */
final class GrpcTimeout {

  private static final Map<Character, TimeUnit> UNITS =
      Map.of(
          'n', TimeUnit.NANOSECONDS,
          'u', TimeUnit.MICROSECONDS,
          'm', TimeUnit.MILLISECONDS,
          'S', TimeUnit.SECONDS,
          'M', TimeUnit.MINUTES,
          'H', TimeUnit.HOURS);

  private GrpcTimeout() {}

  /** The time in nanoseconds; {@link Long#MAX_VALUE} without one that can be read. */
  static long nanos(RequestHeaders headers) {
    String value = headers.get("grpc-timeout", "");
    if (!value.matches("\\d{1,8}[numSMH]")) {
      return Long.MAX_VALUE;
    }
    int last = value.length() - 1;
    return UNITS.get(value.charAt(last)).toNanos(Long.parseLong(value.substring(0, last)));
  }
}
