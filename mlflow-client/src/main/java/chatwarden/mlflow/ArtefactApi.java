package chatwarden.mlflow;

import chatwarden.runtime.error.FaultCode;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.FileNotFoundException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The files of runs and models, which the server keeps or passes on to a store ({@code
 * --serve-artifacts}, the default of MLflow).
 */
public final class ArtefactApi {

  private static final String FILES = "/api/2.0/mlflow-artifacts/artifacts";
  private static final String PRESIGNED = "/api/2.0/mlflow-artifacts/presigned/";
  private static final String SCHEME = "mlflow-artifacts";

  private final MlflowHttp http;

  ArtefactApi(MlflowHttp http) {
    this.http = http;
  }

  /**
   * Sends a file; one of the same name is replaced.
   *
   * @param root the address of a run's or a model's files
   * @param name relative to it
   */
  public void upload(String root, String name, Path file) throws FileNotFoundException {
    http.upload(FILES + "/" + path(root, name), file);
  }

  /** Sends a text as a file; one of the same name is replaced. */
  public void upload(String root, String name, String text) {
    http.upload(FILES + "/" + path(root, name), text);
  }

  /** Returns the names of the files at an address, without those in folders. */
  public Set<String> names(String root) {
    Set<String> names = new TreeSet<>();
    for (JsonNode file : http.get(FILES, Map.of("path", path(root, ""))).path("files")) {
      if (!file.path("is_dir").asBoolean()) {
        names.add(file.path("path").asText());
      }
    }
    return names;
  }

  /** Returns the address of a file, at which the server's account is asked for. */
  public URI location(String root, String name) {
    return http.server().resolve(FILES + "/" + path(root, name));
  }

  /**
   * Returns the address at which the server says where its store has a file, in JSON with {@code
   * url} and {@code headers}; a server that keeps its files itself refuses it.
   */
  public URI storeLocation(String root, String name) {
    return http.server().resolve(PRESIGNED + path(root, name));
  }

  private static String path(String root, String name) {
    URI uri = URI.create(root);
    if (!SCHEME.equals(uri.getScheme())) {
      throw FaultCode.FAILED_PRECONDITION.exception(
          "MLFLOW_FILES_ELSEWHERE",
          "MLflow keeps the files at %s: (expected: %s:, as with --artifacts-destination)"
              .formatted(uri.getScheme(), SCHEME));
    }
    String whole = uri.getPath().replaceAll("^/+", "") + (name.isEmpty() ? "" : "/" + name);
    return Arrays.stream(whole.split("/"))
        .map(MlflowHttp::encoded)
        .collect(Collectors.joining("/"));
  }
}
