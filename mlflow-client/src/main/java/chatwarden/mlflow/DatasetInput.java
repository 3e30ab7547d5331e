package chatwarden.mlflow;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A file of data that a run reads.
 *
 * @param name of the file
 * @param context its use: {@code training} or {@code evaluation}
 * @param sha256 of its content, 64 hexadecimal digits
 * @param rows the number of its rows
 */
public record DatasetInput(String name, String context, String sha256, long rows) {

  /** The digest of a dataset has at most 36 characters; the tag {@code sha256} has all 64. */
  private static final int DIGEST = 32;

  /** Returns the beginning of the checksum, by which MLflow knows the file. */
  public String digest() {
    return sha256.substring(0, Math.min(DIGEST, sha256.length()));
  }

  ObjectNode json() {
    ObjectNode input = MlflowHttp.JSON.createObjectNode();
    input
        .putArray("tags")
        .add(Tags.one("mlflow.data.context", context))
        .add(Tags.one("sha256", sha256));
    ObjectNode dataset = input.putObject("dataset");
    dataset.put("name", name);
    dataset.put("digest", digest());
    dataset.put("source_type", "local");
    dataset.put("source", MlflowHttp.JSON.createObjectNode().put("uri", name).toString());
    dataset.put("profile", MlflowHttp.JSON.createObjectNode().put("num_rows", rows).toString());
    return input;
  }
}
