package chatwarden.repository.source;

import chatwarden.mlflow.TrackingKeys;
import chatwarden.repository.storage.S3Credentials;
import chatwarden.repository.storage.StoreSettings;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.config.ConfigKey;
import java.util.ArrayList;
import java.util.List;

/** The settings of the places of models. */
public final class SourceKeys {

  /** Where the models are. */
  public static final ConfigKey<List<String>> SOURCES =
      ConfigKey.list(
          "model.sources",
          List.of("models"),
          "Where models are: folders, laid out as <name>/<version>/model.yaml, and addresses of"
              + " versions, https://…/model.yaml, https://…/links.yaml, s3://<bucket>/…/model.yaml,"
              + " az://<account>/<container>/…/model.yaml and models:/<name>@<alias>, at the MLflow"
              + " server of tracking.uri; a version that several have is that of the first.");

  /** The folder of what must outlive a process. */
  public static final ConfigKey<String> DATA_DIR =
      ConfigKey.text(
          "data.dir",
          ".chatwarden",
          "The folder of the embedded broker, the embedded Redis and the kept models; made when it"
              + " is missing.");

  /** Where downloaded models are kept. */
  public static final ConfigKey<String> CACHE =
      ConfigKey.text(
          "model.cache",
          "",
          "The folder of the models that were downloaded; empty is the folder models in data.dir."
              + " Several servers may share it.");

  /** How large a file may be. */
  public static final ConfigKey<Integer> MAX_SIZE =
      ConfigKey.integer(
          "model.max-size",
          2_048,
          1,
          1_048_576,
          "How many MiB a file of a model may have that is downloaded.");

  /** Whether plain HTTP is allowed. */
  public static final ConfigKey<Boolean> ALLOW_HTTP =
      ConfigKey.flag(
          "model.allow-http",
          false,
          "Whether models may come by plain http from other machines, where everyone on the way"
              + " can read the credentials in the address.");

  /** The key of Azure's storage account. */
  public static final ConfigKey<String> AZURE_KEY =
      ConfigKey.text("model.azure-key", "", "The key of the storage account of az:// addresses.")
          .secret();

  /** Another address of the storage account. */
  public static final ConfigKey<String> AZURE_ENDPOINT =
      ConfigKey.text(
          "model.azure-endpoint",
          "",
          "The address of the storage account of az:// addresses; empty is"
              + " https://<account>.blob.core.windows.net.");

  /** The name of S3's key. */
  public static final ConfigKey<String> S3_ACCESS_KEY =
      ConfigKey.text("model.s3-access-key", "", "The access key of s3:// addresses.");

  /** S3's key. */
  public static final ConfigKey<String> S3_SECRET_KEY =
      ConfigKey.text("model.s3-secret-key", "", "The secret key of s3:// addresses.").secret();

  /** The token of a temporary key. */
  public static final ConfigKey<String> S3_SESSION_TOKEN =
      ConfigKey.text(
              "model.s3-session-token",
              "",
              "The session token of a temporary key of s3:// addresses.")
          .secret();

  /** The region of the buckets. */
  public static final ConfigKey<String> S3_REGION =
      ConfigKey.text(
          "model.s3-region", "us-east-1", "The region of the buckets of s3:// addresses.");

  /** Another address of S3. */
  public static final ConfigKey<String> S3_ENDPOINT =
      ConfigKey.text(
          "model.s3-endpoint",
          "",
          "The address of a store with the protocol of S3, which has the buckets as folders; empty"
              + " is the one of AWS.");

  private SourceKeys() {}

  /** Returns the keys and addresses of object stores. */
  public static StoreSettings stores(Config config) {
    return new StoreSettings(
        config.get(AZURE_KEY),
        config.get(AZURE_ENDPOINT),
        new S3Credentials(
            config.get(S3_ACCESS_KEY), config.get(S3_SECRET_KEY), config.get(S3_SESSION_TOKEN)),
        config.get(S3_REGION),
        config.get(S3_ENDPOINT));
  }

  /** Returns every key of a source, those of an MLflow server included. */
  public static List<ConfigKey<?>> keys() {
    List<ConfigKey<?>> keys = new ArrayList<>(TrackingKeys.keys());
    keys.addAll(
        List.of(
            SOURCES,
            DATA_DIR,
            CACHE,
            MAX_SIZE,
            ALLOW_HTTP,
            AZURE_KEY,
            AZURE_ENDPOINT,
            S3_ACCESS_KEY,
            S3_SECRET_KEY,
            S3_SESSION_TOKEN,
            S3_REGION,
            S3_ENDPOINT));
    return keys;
  }
}
