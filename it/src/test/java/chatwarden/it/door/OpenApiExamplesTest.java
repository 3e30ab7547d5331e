package chatwarden.it.door;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.it.process.ChatwardenProcess;
import chatwarden.mlflow.MlflowClient;
import chatwarden.mlflow.RegistryApi;
import chatwarden.mlflow.StrictMlflow;
import chatwarden.mlflow.TrackingServer;
import chatwarden.testing.process.FreePorts;
import chatwarden.testing.process.JavaProcess;
import chatwarden.testing.project.ProjectRoot;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sends the example of every operation of the OpenAPI document, in its order, to a platform that
 * has played the sample chat, as "Try it out" on the page of the documentation does.
 */
class OpenApiExamplesTest {

  private static final Path ROOT = ProjectRoot.find();
  private static final JsonMapper JSON = new JsonMapper();

  /** Operations whose example depends on an earlier answer, or that are no calls with an answer. */
  private static final List<String> WITHOUT =
      List.of(
          "LiveChatService_DeleteChat",
          "LiveChatService_StopSession",
          "PipelineService_ReadArtefact",
          "AutomationService_AuditAutomaticAction",
          "AutomationService_UndoAutomaticAction",
          "openSocket");

  /** Its example names the comment that the first way of the call deleted. */
  private static final String DELETED_AGAIN = "CommentService_DeleteComment_2";

  private final HttpClient http = HttpClient.newHttpClient();
  private final String address = "http://127.0.0.1:" + FreePorts.next();

  @Test
  void exampleOfEachOperationWorks(@TempDir Path folder) throws Exception {
    try (StrictMlflow mlflow = StrictMlflow.start();
        JavaProcess up = played(folder, mlflow)) {
      JsonNode document = JSON.readTree(sent("GET", "/openapi.json", null).body());
      Map<String, HttpResponse<String>> answers = new HashMap<>();
      document
          .get("paths")
          .properties()
          .forEach(path -> send(document, path.getKey(), path.getValue(), answers));
      assertThat(answers).hasSizeGreaterThan(30);
      answers.forEach(
          (operation, answer) ->
              assertThat(answer.statusCode())
                  .as("%s: %s", operation, answer.body())
                  .isEqualTo(operation.equals(DELETED_AGAIN) ? 404 : 200));
      assertThat(up.isAlive()).isTrue();
    }
  }

  /** Lays out the version that examples compare with the one that ships. */
  private static Path nextVersion(Path models) throws IOException {
    Path shipped = ROOT.resolve("models/vi-linear/5");
    Path next = Files.createDirectories(models.resolve("vi-linear/6"));
    Files.copy(shipped.resolve("weights.safetensors"), next.resolve("weights.safetensors"));
    String manifest = Files.readString(shipped.resolve("model.yaml"));
    Files.writeString(
        next.resolve("model.yaml"), manifest.replace("version: \"5\"", "version: \"6\""));
    return models;
  }

  /** Starts a platform with a registry that has the version which an example moves an alias to. */
  private JavaProcess played(Path folder, StrictMlflow mlflow) throws IOException {
    RegistryApi registry = new MlflowClient(TrackingServer.at(mlflow.uri())).registry();
    registry.obtain("vi-linear");
    registry.register("vi-linear", "m-5", "r5", Map.of("chatwarden.version", "5"));
    registry.register("vi-linear", "m-0", "r0", Map.of("chatwarden.version", "6"));
    JavaProcess up =
        ChatwardenProcess.start(
            "up",
            "--data-dir",
            folder.toString(),
            "--port",
            address.substring(address.lastIndexOf(':') + 1),
            "--rate",
            "0",
            "--quiet",
            "--set",
            "model.sources=" + ROOT.resolve("models") + "," + nextVersion(folder.resolve("models")),
            "--set",
            "tracking.uri=" + mlflow.uri(),
            "--set",
            "pipelines.parallel=0");
    up.awaitLine(Pattern.compile("^The chat is over"), Duration.ofSeconds(60));
    return up;
  }

  private void send(
      JsonNode document, String path, JsonNode methods, Map<String, HttpResponse<String>> answers) {
    methods
        .properties()
        .forEach(
            method -> {
              String operation = method.getValue().get("operationId").textValue();
              if (WITHOUT.contains(operation)) {
                return;
              }
              if (operation.equals("ReviewService_UndoReview_2")) { // The first way undid it.
                String decide = "/v1/chats/{chat}/reviews:decide";
                sent(document, decide, "post", document.get("paths").get(decide).get("post"));
              }
              answers.put(operation, sent(document, path, method.getKey(), method.getValue()));
            });
  }

  private HttpResponse<String> sent(
      JsonNode document, String template, String verb, JsonNode operation) {
    String path = template;
    StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
    for (JsonNode each : parameters(document, operation)) {
      String example = each.path("example").asText("");
      String name = each.get("name").textValue();
      if (each.get("in").textValue().equals("path")) {
        assertThat(example).as("%s %s", template, name).isNotEmpty();
        path = path.replace("{" + name + "}", example);
      } else if (!example.isEmpty()) {
        query.add(name + "=" + URLEncoder.encode(example, StandardCharsets.UTF_8));
      }
    }
    JsonNode body = operation.at("/requestBody/content/application~1json/example");
    assertThat(operation.has("requestBody"))
        .as("%s %s", verb, template)
        .isEqualTo(!body.isMissingNode());
    return sent(
        verb.toUpperCase(Locale.ROOT), path + query, body.isMissingNode() ? null : body.toString());
  }

  private static List<JsonNode> parameters(JsonNode document, JsonNode operation) {
    List<JsonNode> parameters = new ArrayList<>();
    for (JsonNode each : operation.path("parameters")) {
      String reference = each.path("$ref").asText("");
      parameters.add(reference.isEmpty() ? each : document.at(reference.substring(1)));
    }
    return parameters;
  }

  private HttpResponse<String> sent(String verb, String path, @Nullable String body) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path));
    request.method(verb, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(verb + " " + path + " failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
