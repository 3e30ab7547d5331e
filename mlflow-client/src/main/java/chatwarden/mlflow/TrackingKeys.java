package chatwarden.mlflow;

import chatwarden.runtime.config.ConfigKey;
import java.util.List;

/** The settings that name an MLflow server. */
public final class TrackingKeys {

  /** The address of the server. */
  public static final ConfigKey<String> URI =
      ConfigKey.text(
          "tracking.uri",
          "",
          "The address of an MLflow 3 server, such as http://mlflow:5000, to which trainings are"
              + " logged and at which models:/NAME@ALIAS is looked up; none where it is empty.");

  /** The name of the account. */
  public static final ConfigKey<String> USER =
      ConfigKey.text(
          "tracking.user", "", "The user name at an MLflow server with basic authentication.");

  /** The password of the account. */
  public static final ConfigKey<String> PASSWORD =
      ConfigKey.text(
              "tracking.password",
              "",
              "The password at an MLflow server with basic authentication.")
          .secret();

  /** The experiment of trainings. */
  public static final ConfigKey<String> EXPERIMENT =
      ConfigKey.text(
          "tracking.experiment",
          "chatwarden",
          "The experiment at the MLflow server that trainings are part of.");

  private TrackingKeys() {}

  /** Returns all of them. */
  public static List<ConfigKey<?>> keys() {
    return List.of(URI, USER, PASSWORD, EXPERIMENT);
  }
}
