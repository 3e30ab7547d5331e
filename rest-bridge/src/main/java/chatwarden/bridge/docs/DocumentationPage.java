package chatwarden.bridge.docs;

import chatwarden.bridge.web.SecurityHeaders;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ServerCacheControl;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.HttpStatusException;
import com.linecorp.armeria.server.file.FileService;
import com.linecorp.armeria.server.file.HttpFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * The page at {@code /docs/} that shows the OpenAPI document and tries its calls: Swagger UI as it
 * is on the class path, with a page of our own around it. Nothing comes from elsewhere, and no
 * script and no style is inline.
 */
public final class DocumentationPage {

  private static final String FOLDER = "chatwarden/docs";
  private static final String LIBRARY = "META-INF/resources/webjars/swagger-ui/";
  private static final String VERSION = "META-INF/maven/org.webjars/swagger-ui/pom.properties";

  private DocumentationPage() {}

  /** The files of the page, to be served under {@code /docs/}. */
  public static HttpService page(ClassLoader resources) {
    HttpService index =
        HttpFile.builder(resources, FOLDER + "/index.html")
            .cacheControl(ServerCacheControl.REVALIDATED)
            .build()
            .asService();
    HttpService library =
        files(resources, LIBRARY + version(resources))
            .orElse(
                (ctx, req) -> {
                  throw HttpStatusException.of(HttpStatus.NOT_FOUND);
                });
    HttpService files = files(resources, FOLDER).orElse(library);
    return SecurityHeaders.around(
        (ctx, req) -> ctx.mappedPath().equals("/") ? index.serve(ctx, req) : files.serve(ctx, req),
        SecurityHeaders.DOCUMENTATION_POLICY);
  }

  private static FileService files(ClassLoader resources, String folder) {
    return FileService.builder(resources, folder)
        .cacheControl(ServerCacheControl.REVALIDATED)
        .build();
  }

  private static String version(ClassLoader resources) {
    try (InputStream in = resources.getResourceAsStream(VERSION)) {
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a service of a file that was made at start, {@code /openapi.json} for example. */
  public static HttpService file(byte[] file, MediaType type) {
    HttpData content = HttpData.wrap(file);
    ResponseHeaders headers =
        ResponseHeaders.of(
            HttpStatus.OK,
            HttpHeaderNames.CONTENT_TYPE,
            type,
            HttpHeaderNames.CACHE_CONTROL,
            "no-cache");
    return (ctx, req) -> HttpResponse.of(headers, content);
  }
}
