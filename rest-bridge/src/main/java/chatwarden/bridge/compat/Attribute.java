package chatwarden.bridge.compat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The attributes of Perspective that are answered, each from stage 1's judgement. */
enum Attribute {
  /** "A rude, disrespectful, or unreasonable comment": 1 − P(CLEAN). */
  TOXICITY("") {
    @Override
    Optional<Double> score(ModerationResult judged) {
      return Optional.of(judged.offensive());
    }
  },

  /** "A very hateful, aggressive, disrespectful comment": P(HATE). */
  SEVERE_TOXICITY("") {
    @Override
    Optional<Double> score(ModerationResult judged) {
      return Optional.of(judged.hate());
    }
  },

  /**
   * "Negative or hateful comments targeting someone because of their identity": the category, or
   * P(HATE) where there is none.
   */
  IDENTITY_ATTACK("identity_attack") {
    @Override
    Optional<Double> score(ModerationResult judged) {
      return super.score(judged).or(() -> Optional.of(judged.hate()));
    }
  },

  /** "Insulting, inflammatory, or negative comment towards a person or a group of people". */
  INSULT("insult"),

  /** "Swear words, curse words, or other obscene or profane language". */
  PROFANITY("profanity"),

  /** "An intention to inflict pain, injury, or violence against an individual or group". */
  THREAT("threat"),

  /** "References to sexual acts, body parts, or other lewd content". */
  SEXUALLY_EXPLICIT("sexual");

  private final String category;

  Attribute(String category) {
    this.category = category;
  }

  /** Returns whether it needs the categories of a judgement. */
  boolean isCategory() {
    return !category.isEmpty();
  }

  /** Returns the score in [0, 1]; empty where it is not known in the language of the text. */
  Optional<Double> score(ModerationResult judged) {
    return Optional.ofNullable(judged.categories().get(category));
  }

  /**
   * Returns the attribute of this name.
   *
   * @throws PerspectiveFault when there is none
   */
  static Attribute named(String name) {
    for (Attribute attribute : values()) {
      if (attribute.name().equals(name)) {
        return attribute;
      }
    }
    String shown = name.matches("[A-Z0-9_@.]{1,64}") ? ": " + name : "";
    List<String> names = Arrays.stream(values()).map(Enum::name).toList();
    throw PerspectiveFault.of(
        "INVALID_REQUEST", "Unknown requested attribute" + shown + " (known: " + names + ")");
  }
}
