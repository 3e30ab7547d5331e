package chatwarden.bridge.web;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ServerCacheControl;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.HttpStatusException;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.file.FileService;
import com.linecorp.armeria.server.file.HttpFile;

/**
 * The page: the files in the folder {@code chatwarden/web/} of the class path, which the build of
 * the page makes. A file in {@code assets/} has a hash in its name and is cached for good, the rest
 * is asked for every time. Where a file is there as {@code .gz} too, clients that take it get that.
 * A path without a file is one of the page's own views and gets the page, where the client wants
 * HTML. Without the folder a plain page says so.
 */
public final class PageService implements HttpService {

  private static final String FOLDER = "chatwarden/web";
  private static final ServerCacheControl FOR_GOOD =
      ServerCacheControl.builder().cachePublic().maxAgeSeconds(31_536_000).immutable().build();

  private static final String WITHOUT_PAGE =
      """
      <!doctype html>
      <html lang="en">
      <head><meta charset="utf-8"><title>Chatwarden</title></head>
      <body>
      <h1>Chatwarden</h1>
      <p>This server was built without Node, so the page is missing. Everything else works:</p>
      <ul>
      <li><a href="/docs/">the calls of the API</a></li>
      <li><a href="/v1/chats">the chats</a></li>
      <li><a href="/healthz">whether the platform works</a></li>
      <li><a href="/metrics">its metrics</a></li>
      </ul>
      <p>To have the page, install Node 20 and build again.</p>
      </body>
      </html>
      """;

  private final HttpService files;
  private final HttpService assets;
  private final HttpService page;

  private PageService(HttpService files, HttpService assets, HttpService page) {
    this.files = files;
    this.assets = assets;
    this.page = page;
  }

  /** The page that {@code resources} hold, with the headers that protect it. */
  public static HttpService of(ClassLoader resources) {
    boolean built = resources.getResource(FOLDER + "/index.html") != null;
    return SecurityHeaders.around(
        built ? built(resources) : PageService::withoutPage, SecurityHeaders.PAGE_POLICY);
  }

  private static HttpService built(ClassLoader resources) {
    return new PageService(
        files(resources, ServerCacheControl.REVALIDATED),
        files(resources, FOR_GOOD),
        HttpFile.builder(resources, FOLDER + "/index.html")
            .cacheControl(ServerCacheControl.REVALIDATED)
            .build()
            .asService());
  }

  private static HttpService files(ClassLoader resources, ServerCacheControl caching) {
    return FileService.builder(resources, FOLDER)
        .cacheControl(caching)
        .serveCompressedFiles(true)
        .build()
        .orElse(
            (ctx, req) -> {
              throw HttpStatusException.of(HttpStatus.NOT_FOUND);
            });
  }

  private static HttpResponse withoutPage(ServiceRequestContext ctx, HttpRequest req) {
    if (!ctx.path().equals("/") || !isRead(req)) {
      throw HttpStatusException.of(HttpStatus.NOT_FOUND);
    }
    return HttpResponse.of(
        ResponseHeaders.of(
            HttpStatus.OK,
            HttpHeaderNames.CONTENT_TYPE,
            MediaType.HTML_UTF_8,
            HttpHeaderNames.CACHE_CONTROL,
            "no-store"),
        HttpData.ofUtf8(WITHOUT_PAGE));
  }

  @Override
  public HttpResponse serve(ServiceRequestContext ctx, HttpRequest req) throws Exception {
    if (!isRead(req)) {
      throw HttpStatusException.of(HttpStatus.NOT_FOUND);
    }
    if (ctx.mappedPath().startsWith("/assets/")) {
      return assets.serve(ctx, req);
    }
    return isView(ctx.mappedPath(), req.headers()) ? page.serve(ctx, req) : files.serve(ctx, req);
  }

  private static boolean isRead(HttpRequest req) {
    return req.method() == HttpMethod.GET || req.method() == HttpMethod.HEAD;
  }

  /** A path that can be no file, asked for by something that shows pages. */
  private static boolean isView(String path, HttpHeaders headers) {
    boolean wantsPage = headers.get(HttpHeaderNames.ACCEPT, "").contains("text/html");
    return wantsPage
        && path.indexOf('.', path.lastIndexOf('/') + 1) < 0
        && !path.startsWith("/v1/");
  }
}
