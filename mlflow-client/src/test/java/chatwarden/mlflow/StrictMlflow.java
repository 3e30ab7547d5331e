package chatwarden.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/**
 * A double of an MLflow server for machines without Python, stricter than the server: a field that
 * MLflow does not know, a value of another type, a bare NaN or a text that it would cut is refused,
 * where MLflow answers 200 and drops it. It counts calls, and fails those that a test names.
 */
public final class StrictMlflow implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FILES = "/api/2.0/mlflow-artifacts/artifacts";

  private static final String PRESIGNED = "/api/2.0/mlflow-artifacts/presigned/";

  private final HttpServer server;
  private final StrictStore store = new StrictStore();
  private final Map<String, byte[]> files = new ConcurrentSkipListMap<>();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private volatile Predicate<String> broken = call -> false;

  private StrictMlflow(HttpServer server) {
    this.server = server;
  }

  /** Starts one on a free port of loopback. */
  public static StrictMlflow start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    StrictMlflow mlflow = new StrictMlflow(server);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", mlflow::handle);
    server.start();
    return mlflow;
  }

  /** Returns its address. */
  public String uri() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Returns the calls so far, as {@code POST runs/create}. */
  public List<String> calls() {
    return List.copyOf(calls);
  }

  /** Returns the runs, models and versions. */
  public StrictStore store() {
    return store;
  }

  /** Returns the files by their paths. */
  public Map<String, byte[]> files() {
    return files;
  }

  /** Acts on the calls that are named and loses their answers, as a broken connection does. */
  public void loseAnswers(Predicate<String> lost) {
    broken = lost;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String name = path.replaceFirst("^/api/2.0/mlflow(-artifacts)?/", "");
    String call = exchange.getRequestMethod() + " " + name;
    calls.add(call);
    byte[] body = exchange.getRequestBody().readAllBytes();
    StrictStore.Answer answer = answer(exchange, path, name, body);
    if (broken.test(call)) {
      exchange.close();
      return;
    }
    byte[] bytes =
        answer.body() instanceof byte[] file ? file : JSON.writeValueAsBytes(answer.body());
    exchange.sendResponseHeaders(answer.status(), bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private StrictStore.Answer answer(HttpExchange exchange, String path, String name, byte[] body)
      throws IOException {
    Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
    if (path.startsWith(FILES)) {
      return files(exchange.getRequestMethod(), path.substring(FILES.length()), query, body);
    }
    if (path.startsWith(PRESIGNED)) {
      return StrictStore.Answer.refused(501, "NOT_IMPLEMENTED", "the files are local");
    }
    JsonNode json = body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
    return store.answer(exchange.getRequestMethod(), name, query, json);
  }

  private StrictStore.Answer files(
      String method, String path, Map<String, String> query, byte[] body) {
    if (method.equals("PUT")) {
      files.put(path.replaceFirst("^/", ""), body);
      return StrictStore.Answer.ok(Map.of());
    }
    if (path.length() > 1) {
      byte[] file = files.get(path.substring(1));
      return file == null
          ? StrictStore.Answer.refused(404, "RESOURCE_DOES_NOT_EXIST", "no such file")
          : StrictStore.Answer.ok(file);
    }
    String folder = query.getOrDefault("path", "") + "/";
    List<Map<String, Object>> found = new ArrayList<>();
    files.forEach(
        (file, content) -> {
          if (file.startsWith(folder)) {
            found.add(
                Map.of(
                    "path",
                    file.substring(folder.length()),
                    "is_dir",
                    false,
                    "file_size",
                    content.length));
          }
        });
    return StrictStore.Answer.ok(found.isEmpty() ? Map.of() : Map.of("files", found));
  }

  private static Map<String, String> query(String raw) {
    Map<String, String> query = new TreeMap<>();
    for (String pair : raw == null ? new String[0] : raw.split("&")) {
      int equals = pair.indexOf('=');
      query.put(
          URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
          URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return query;
  }
}
