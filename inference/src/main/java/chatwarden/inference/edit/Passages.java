package chatwarden.inference.edit;

import static java.util.Objects.requireNonNull;

/** Finds the lists of a passage's language. */
final class Passages {

  private Passages() {}

  static LanguageLists lists(EditRules rules, Passage passage) {
    return requireNonNull(rules.languages().get(passage.language()), passage.language());
  }
}
