package chatwarden.it.command;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.it.process.ChatwardenProcess;
import chatwarden.testing.engine.AzuriteServer;
import chatwarden.testing.engine.S3ProxyServer;
import chatwarden.testing.process.JavaProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code models push}, and servers that start from nothing but the address that it prints. */
class ModelsPushTest {
  private static final Duration LIMIT = Duration.ofSeconds(90);

  @TempDir private Path folder;

  @Test
  void serverStartsFromAnExpiringAddressOfAzure() throws IOException {
    try (AzuriteServer azurite = AzuriteServer.start()) {
      azurite.createContainer("models");
      Map<String, String> keys =
          Map.of(
              "CHATWARDEN_MODEL_AZURE_ENDPOINT",
              azurite.endpoint(),
              "CHATWARDEN_MODEL_AZURE_KEY",
              AzuriteServer.KEY);

      serveFrom(push(keys, "az://" + AzuriteServer.ACCOUNT + "/models/team"));
    }
  }

  @Test
  void serverStartsFromAnExpiringAddressOfS3() throws IOException {
    try (S3ProxyServer s3 = S3ProxyServer.start("models")) {
      Map<String, String> keys =
          Map.of(
              "CHATWARDEN_MODEL_S3_ENDPOINT", s3.endpoint(),
              "CHATWARDEN_MODEL_S3_ACCESS_KEY", S3ProxyServer.ACCESS_KEY,
              "CHATWARDEN_MODEL_S3_SECRET_KEY", S3ProxyServer.SECRET_KEY);

      serveFrom(push(keys, "s3://models/team"));
    }
  }

  private static String push(Map<String, String> keys, String destination) {
    try (JavaProcess push =
        ChatwardenProcess.launch(
            keys, "models", "push", "vi-linear", destination, "--expires", "1h")) {
      assertThat(push.awaitExit(LIMIT)).as(() -> "" + push.standardError()).isZero();
      assertThat(push.standardError()).anyMatch(line -> line.startsWith("uploaded vi-linear/"));
      return push.standardOutput().getFirst();
    }
  }

  private void serveFrom(String address) throws IOException {
    assertThat(address).startsWith("http").contains("/team/vi-linear/links.yaml?");
    Map<String, String> variables = new HashMap<>();
    variables.put("CHATWARDEN_MODEL_SOURCES", address);
    variables.put("CHATWARDEN_DATA_DIR", folder.resolve("data").toString());
    try (JavaProcess server =
        ChatwardenProcess.launch(
            variables, "serve", "classifier", "--port", "0", "--metrics-port", "0")) {
      String target = ChatwardenProcess.readyAddress(server);
      assertThat(classified(target)).contains("\"model\":\"vi-linear@");
      String query = address.substring(address.indexOf('?') + 1);
      assertThat(List.of(server.standardError(), server.standardOutput()))
          .allSatisfy(lines -> assertThat(lines).noneMatch(line -> line.contains(query)))
          .anySatisfy(
              lines -> assertThat(lines).anyMatch(line -> line.contains("Downloaded model=")));
    }
  }

  private static String classified(String target) throws IOException {
    try (JavaProcess client = ChatwardenProcess.launch("classify", "--target", target)) {
      client
          .standardInput()
          .write("{\"id\":\"1\",\"text\":\"chào cả nhà\"}\n".getBytes(StandardCharsets.UTF_8));
      client.standardInput().close();
      assertThat(client.awaitExit(LIMIT)).as(() -> "" + client.standardError()).isZero();
      return client.standardOutput().getFirst();
    }
  }
}
