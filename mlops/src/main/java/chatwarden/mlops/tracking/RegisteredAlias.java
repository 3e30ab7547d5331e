package chatwarden.mlops.tracking;

import java.util.Locale;

/** The aliases of versions that trainings give. */
enum RegisteredAlias {
  /** The version that serves. */
  CHAMPION,
  /** The version that may take the place of the champion. */
  CHALLENGER;

  /** Returns the alias as MLflow has it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
