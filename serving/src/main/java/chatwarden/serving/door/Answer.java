package chatwarden.serving.door;

import chatwarden.repository.ModelManifest;

/**
 * What a model said of one text.
 *
 * @param id the id that came with the text
 * @param text the text as sent
 * @param result what the model said
 * @param language the language that it was judged in, a BCP 47 primary subtag; {@code und} where no
 *     model knows it; empty where the call named a model
 * @param manifest the model that said it
 */
public record Answer<R>(String id, String text, R result, String language, ModelManifest manifest) {

  /** The model that answered, {@code name@version}. */
  public String model() {
    return manifest.id().toString();
  }

  @Override
  public String toString() {
    return "Answer[model=" + model() + "]"; // Texts never reach a log.
  }
}
