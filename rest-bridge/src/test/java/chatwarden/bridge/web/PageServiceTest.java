package chatwarden.bridge.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.server.Server;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PageServiceTest {

  private final HttpClient http = HttpClient.newHttpClient();
  private @Nullable Server server;

  @AfterEach
  void stop() {
    if (server != null) {
      server.stop().join();
    }
    http.close();
  }

  private void serve(ClassLoader resources) {
    Server started = Server.builder().http(0).serviceUnder("/", PageService.of(resources)).build();
    started.start().join();
    server = started;
  }

  private URI uri(String path) {
    return URI.create(
        "http://127.0.0.1:" + Objects.requireNonNull(server).activeLocalPort() + path);
  }

  private HttpResponse<String> get(String path, String accept)
      throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(uri(path)).header("Accept", accept).build();
    return http.send(request, BodyHandlers.ofString());
  }

  @Test
  void builtPageIsServedWithItsViewsAndAssets(@TempDir Path folder) throws Exception {
    Path page = folder.resolve("chatwarden/web");
    Files.createDirectories(page.resolve("assets"));
    Files.writeString(page.resolve("index.html"), "<!doctype html><title>page</title>");
    Files.writeString(page.resolve("assets/app-1a2b.js"), "export {};");
    try (URLClassLoader resources = new URLClassLoader(new URL[] {folder.toUri().toURL()}, null)) {
      serve(resources);
      for (String view : new String[] {"/", "/index.html", "/chats/sample", "/settings"}) {
        HttpResponse<String> response = get(view, "text/html,*/*");
        assertThat(response.statusCode()).as(view).isEqualTo(200);
        assertThat(response.body()).as(view).contains("<title>page</title>");
        assertThat(header(response, "content-type")).startsWith("text/html");
        assertThat(header(response, "cache-control")).contains("no-cache");
        assertThat(header(response, "content-security-policy"))
            .contains("script-src 'self'", "frame-ancestors 'none'")
            .doesNotContain("unsafe");
        assertThat(header(response, "x-content-type-options")).isEqualTo("nosniff");
      }
      HttpResponse<String> asset = get("/assets/app-1a2b.js", "*/*");
      assertThat(asset.body()).isEqualTo("export {};");
      assertThat(header(asset, "content-type")).contains("javascript");
      assertThat(header(asset, "cache-control")).contains("immutable", "max-age=31536000");
      assertThat(get("/assets/gone.js", "*/*").statusCode()).isEqualTo(404);
      assertThat(get("/chats/sample", "application/json").statusCode()).isEqualTo(404);
      assertThat(get("/v1/nothing", "text/html").statusCode()).isEqualTo(404);
      assertThat(get("/..%2f..%2fsecret.txt", "*/*").statusCode()).isIn(400, 404);
    }
  }

  @Test
  void compressedAssetGoesToThoseWhoTakeItSo(@TempDir Path folder) throws Exception {
    Path page = folder.resolve("chatwarden/web");
    Path assets = Files.createDirectories(page.resolve("assets"));
    Files.writeString(page.resolve("index.html"), "<!doctype html>");
    Files.writeString(assets.resolve("app-1a2b.js"), "export {};");
    Files.writeString(assets.resolve("app-1a2b.js.gz"), "as if compressed");
    try (URLClassLoader resources = new URLClassLoader(new URL[] {folder.toUri().toURL()}, null)) {
      serve(resources);
      HttpRequest asking =
          HttpRequest.newBuilder(uri("/assets/app-1a2b.js"))
              .header("Accept-Encoding", "gzip")
              .build();
      HttpResponse<String> compressed = http.send(asking, BodyHandlers.ofString());
      assertThat(header(compressed, "content-encoding")).isEqualTo("gzip");
      assertThat(header(compressed, "content-type")).contains("javascript");
      assertThat(compressed.body()).isEqualTo("as if compressed");
      assertThat(get("/assets/app-1a2b.js", "*/*").body()).isEqualTo("export {};");
    }
  }

  @Test
  void withoutPageAPlainOneSaysSo() throws Exception {
    try (URLClassLoader empty = new URLClassLoader(new URL[0], null)) {
      serve(empty);
      assertThat(get("/", "text/html").body()).contains("built without Node");
      assertThat(header(get("/", "text/html"), "content-security-policy")).contains("default-src");
      assertThat(get("/chats/sample", "text/html").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void onlyReadsAreAnswered() throws Exception {
    serve(new URLClassLoader(new URL[0], null));
    HttpRequest post = HttpRequest.newBuilder(uri("/")).POST(BodyPublishers.ofString("x")).build();
    assertThat(http.send(post, BodyHandlers.ofString()).statusCode()).isEqualTo(404);
  }

  private static String header(HttpResponse<String> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }
}
