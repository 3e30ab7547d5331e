package chatwarden.bridge.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.RequestHeaders;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GrpcTimeoutTest {

  @ParameterizedTest
  @CsvSource({
    "250n, 250",
    "7u, 7000",
    "5m, 5000000",
    "2S, 2000000000",
    "1M, 60000000000",
    "1H, 3600000000000",
    "99999999H, 9223372036854775807",
    "5, 9223372036854775807",
    "-1S, 9223372036854775807",
    "123456789m, 9223372036854775807",
  })
  void aTimeoutIsReadAsItsUnitHasItAndAnythingElseIsNone(String header, long nanos) {
    RequestHeaders headers =
        RequestHeaders.builder(HttpMethod.POST, "/a/B").set("grpc-timeout", header).build();

    assertThat(GrpcTimeout.nanos(headers)).isEqualTo(nanos);
  }
}
