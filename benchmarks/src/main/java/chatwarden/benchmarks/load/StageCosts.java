package chatwarden.benchmarks.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What each stage took for a comment, from the platform's own metrics since its start: the time
 * under way in the stage, waiting for others included, by the number of its comments.
 */
final class StageCosts {
  private final String metrics;

  private StageCosts(String metrics) {
    this.metrics = metrics;
  }

  /** Those of the platform whose bridge is on this port of loopback. */
  static StageCosts of(int port) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")).build();
      return new StageCosts(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }
  }

  /** Microseconds a comment in the stage. */
  double micros(String stage) {
    String label = "{stage=\"" + stage + "\"}";
    double comments = value("chatwarden_stage_batch_size_sum" + label);
    return comments == 0
        ? 0
        : value("chatwarden_stage_duration_seconds_sum" + label) / comments * 1e6;
  }

  /** Comments that went together, on average. */
  double batch(String stage) {
    String label = "{stage=\"" + stage + "\"}";
    double batches = value("chatwarden_stage_batch_size_count" + label);
    return batches == 0 ? 0 : value("chatwarden_stage_batch_size_sum" + label) / batches;
  }

  /** Returns the sum of a metric over its labels. */
  double sum(String metric) {
    return Pattern.compile("^" + Pattern.quote(metric) + "\\{[^}]*} (\\S+)$", Pattern.MULTILINE)
        .matcher(metrics)
        .results()
        .mapToDouble(sample -> Double.parseDouble(sample.group(1)))
        .sum();
  }

  /** A cell each: microseconds a comment, and how many went together. */
  String cells() {
    StringBuilder cells = new StringBuilder();
    for (String stage : new String[] {"classify", "tag", "record"}) {
      cells.append(String.format(Locale.ROOT, " %.0f (%.1f) |", micros(stage), batch(stage)));
    }
    return cells.toString();
  }

  private double value(String sample) {
    var matcher =
        Pattern.compile("^" + Pattern.quote(sample) + " (\\S+)$", Pattern.MULTILINE)
            .matcher(metrics);
    return matcher.find() ? Double.parseDouble(matcher.group(1)) : 0;
  }
}
