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

  /** Returns the time in nanoseconds; {@link Long#MAX_VALUE} without one that can be read. */
  static long nanos(RequestHeaders headers) {
    String value = headers.get("grpc-timeout", "");
    int last = value.length() - 1;
    TimeUnit unit = last < 1 ? null : UNITS.get(value.charAt(last));
    if (unit == null || !value.substring(0, last).matches("\\d{1,8}")) {
      return Long.MAX_VALUE;
    }
    return unit.toNanos(Long.parseLong(value.substring(0, last)));
  }
}
