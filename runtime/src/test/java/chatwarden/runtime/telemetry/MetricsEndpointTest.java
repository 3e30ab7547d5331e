package chatwarden.runtime.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.runtime.error.FaultCode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class MetricsEndpointTest {

  private final Telemetry telemetry = Telemetry.prometheus();
  private final MetricsEndpoint endpoint = MetricsEndpoint.at("127.0.0.1", 0, telemetry);
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void start() throws IOException {
    endpoint.start();
  }

  @AfterEach
  void close() {
    endpoint.close();
    telemetry.close();
    client.close();
  }

  @Test
  void showsTheMetricsOfTheJvmAndOfParts() throws Exception {
    telemetry.registry().counter("comment.read", "source", "file").increment(3);
    HttpResponse<String> response = get("/metrics");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).hasValue(Telemetry.CONTENT_TYPE);
    assertThat(response.body())
        .contains("jvm_memory_used_bytes")
        .contains("chatwarden_comment_read_total{source=\"file\"} 3.0");
  }

  @Test
  void isHealthyUntilItDrains() throws Exception {
    assertThat(get("/healthz").body()).isEqualTo("ok\n");
    endpoint.drain(Duration.ZERO);

    assertThat(get("/healthz").statusCode()).isEqualTo(503);
    assertThat(get("/metrics").statusCode()).isEqualTo(200);
  }

  @Test
  void problemsOfTheProcessAreALineEach() throws Exception {
    MetricsEndpoint ill =
        MetricsEndpoint.at("127.0.0.1", 0, telemetry, () -> List.of("no store", "no broker"));
    ill.start();
    try {
      URI health = URI.create("http://127.0.0.1:" + ill.port() + "/healthz");
      HttpResponse<String> response =
          client.send(HttpRequest.newBuilder(health).build(), BodyHandlers.ofString());

      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(response.body()).isEqualTo("no store\nno broker\n");
    } finally {
      ill.close();
    }
  }

  @Test
  void otherPathsAndMethodsAreRefused() throws Exception {
    assertThat(get("/").statusCode()).isEqualTo(404);
    assertThat(get("/metricsfoo").statusCode()).isEqualTo(404);
    HttpRequest post =
        HttpRequest.newBuilder(at("/metrics"))
            .POST(HttpRequest.BodyPublishers.ofString("x"))
            .build();
    assertThat(client.send(post, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
  }

  @Test
  void aTakenPortIsSaidClearly() {
    assertThatThrownBy(() -> MetricsEndpoint.at("127.0.0.1", endpoint.port(), telemetry).start())
        .matches(FaultCode.FAILED_PRECONDITION::isOf)
        .hasMessageStartingWith("port " + endpoint.port() + " is taken");
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(HttpRequest.newBuilder(at(path)).build(), BodyHandlers.ofString());
  }

  private URI at(String path) {
    return URI.create("http://127.0.0.1:" + endpoint.port() + path);
  }
}
