package chatwarden.serving.door;

import java.util.List;

/**
 * The texts of one call, as they came; {@link InferenceService#ask} checks them.
 *
 * @param ids the callers' ids, as many as texts
 * @param texts the texts as sent
 * @param language the language of the texts, {@code auto} or empty to have it detected
 * @param model {@code name} or {@code name@version}; empty to let the language choose
 */
public record TextCall(List<String> ids, List<String> texts, String language, String model) {

  public TextCall {
    ids = List.copyOf(ids);
    texts = List.copyOf(texts);
    if (ids.size() != texts.size()) {
      throw new IllegalArgumentException(
          "ids: " + ids.size() + " (expected: " + texts.size() + ", as many as texts)");
    }
  }

  /** Returns the call with the texts from {@code first} up to {@code end} alone. */
  TextCall part(int first, int end) {
    return new TextCall(ids.subList(first, end), texts.subList(first, end), language, model);
  }

  @Override
  public String toString() {
    return "TextCall[texts=" + texts.size() + "]"; // Texts never reach a log.
  }
}
