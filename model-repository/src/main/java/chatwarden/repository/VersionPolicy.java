package chatwarden.repository;

import java.util.Map;

/**
 * Which of the versions that exist are served.
 *
 * @param newest how many versions of a model, the newest ones that can be loaded; at least 1
 * @param preferred the model of a language, where several speak it: {@code name} or {@code
 *     name@version} by language. A version that is named here is served however old it is
 */
public record VersionPolicy(int newest, Map<String, String> preferred) {

  /** Every version; a language is served by the first model by name. */
  public static final VersionPolicy ALL = new VersionPolicy(Integer.MAX_VALUE, Map.of());

  public VersionPolicy {
    if (newest < 1) {
      throw new IllegalArgumentException("newest: " + newest + " (expected: >= 1)");
    }
    preferred = Map.copyOf(preferred);
  }

  /** Whether {@code id} is named with its version. */
  boolean pins(ModelId id) {
    return preferred.containsValue(id.toString());
  }
}
