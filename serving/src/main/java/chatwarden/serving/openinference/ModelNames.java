package chatwarden.serving.openinference;

import chatwarden.runtime.error.InvalidInputException;

/** The names of models as requests state them. */
final class ModelNames {
  private ModelNames() {}

  /** Returns {@code NAME} or {@code NAME@VERSION}; {@code field} is that of the name. */
  static String of(String field, String name, String version) {
    if (name.isEmpty()) {
      throw InvalidInputException.of(field, "is missing (expected: the name of a model)");
    }
    return version.isEmpty() ? name : name + "@" + version;
  }
}
