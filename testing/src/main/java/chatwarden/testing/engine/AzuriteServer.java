package chatwarden.testing.engine;

import chatwarden.testing.process.Executables;
import chatwarden.testing.process.FreePorts;
import chatwarden.testing.project.ProjectRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Azurite, Azure's own emulator of its Blob Storage, on loopback; it checks signatures and their
 * expiry. Used by one thread at a time.
 */
public final class AzuriteServer implements AutoCloseable {

  /** The account that it has. */
  public static final String ACCOUNT = "devstoreaccount1";

  /** The key of the account, which everyone knows. */
  public static final String KEY =
      "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

  private final int port = FreePorts.next();
  private final Path folder = TemporaryFolder.create("azurite");
  private final EngineProcess process;

  private AzuriteServer(Path program) {
    List<String> command =
        List.of(
            Executables.require("node").toString(),
            program.toString(),
            "--silent",
            "--inMemoryPersistence",
            "--blobHost",
            "127.0.0.1",
            "--blobPort",
            String.valueOf(port));
    process =
        EngineProcess.start(
            "azurite",
            new ProcessBuilder(command).directory(folder.toFile()),
            folder.resolve("azurite.log"));
    process.awaitReady(Duration.ofSeconds(60), () -> EngineProcess.accepts(port));
  }

  /** Starts one; where {@code .ci/run} has not installed it, the test is skipped and says so. */
  public static AzuriteServer start() {
    Path program =
        ProjectRoot.find().resolve(".ci/azurite/node_modules/azurite/dist/src/blob/main.js");
    return new AzuriteServer(Installed.require(program, "Azurite"));
  }

  /** Returns the address of the account. */
  public String endpoint() {
    return "http://127.0.0.1:" + port + "/" + ACCOUNT;
  }

  /** Makes an empty container. */
  public void createContainer(String name) {
    String address = endpoint() + "/" + name + "?restype=container&" + signature("c", Instant.MAX);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address)).PUT(BodyPublishers.noBody()).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      int status = client.send(request, BodyHandlers.discarding()).statusCode();
      if (status != 201) {
        throw new IllegalStateException("no container: HTTP status " + status);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while making a container", e);
    }
  }

  /**
   * Returns a query that signs all containers and blobs of the account.
   *
   * @param permissions in the order of Azure's table, such as {@code rwc}
   * @param expiry when it ends; one far away means in a day
   */
  public static String signature(String permissions, Instant expiry) {
    Instant tomorrow = Instant.now().plus(Duration.ofDays(1));
    Instant end = expiry.isAfter(tomorrow) ? tomorrow : expiry;
    String time = end.truncatedTo(ChronoUnit.SECONDS).toString();
    String version = "2020-12-06";
    String text =
        String.join(
            "\n", ACCOUNT, permissions, "b", "co", "", time, "", "https,http", version, "", "");
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(Base64.getDecoder().decode(KEY), "HmacSHA256"));
      byte[] signed = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
      return "sv=%s&ss=b&srt=co&sp=%s&se=%s&spr=https,http&sig=%s"
          .formatted(
              version,
              permissions,
              time,
              URLEncoder.encode(
                  Base64.getEncoder().encodeToString(signed), StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC-SHA-256 is missing from this JVM", e);
    }
  }

  @Override
  public void close() {
    process.kill9();
    TemporaryFolder.delete(folder);
  }
}
