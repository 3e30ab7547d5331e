package chatwarden.bridge.compat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The attributes of Perspective that the models can tell, each from what stage 1 says. */
enum Attribute {
  /** "A rude, disrespectful, or unreasonable comment": 1 − P(CLEAN). */
  TOXICITY {
    @Override
    double score(Judgement judged) {
      return judged.offensive();
    }
  },

  /** "A very hateful, aggressive, disrespectful comment": P(HATE). */
  SEVERE_TOXICITY {
    @Override
    double score(Judgement judged) {
      return judged.hate();
    }
  },

  /** "Negative or hateful comments targeting someone because of their identity": P(HATE). */
  IDENTITY_ATTACK {
    @Override
    double score(Judgement judged) {
      return judged.hate();
    }
  };

  /** Those of Perspective that the models do not tell apart. */
  private static final Set<String> NOT_TOLD = Set.of("INSULT", "PROFANITY", "THREAT");

  abstract double score(Judgement judged);

  /**
   * The attribute of this name.
   *
   * @throws PerspectiveFault when the models cannot tell it
   */
  static Attribute named(String name, String language) {
    for (Attribute attribute : values()) {
      if (attribute.name().equals(name)) {
        return attribute;
      }
    }
    if (NOT_TOLD.contains(name)) {
      throw PerspectiveFault.notTold(
          name, language, "; the models here tell " + names() + " alone");
    }
    String shown = name.matches("[A-Z0-9_@.]{1,64}") ? name : "of this name";
    throw PerspectiveFault.of(
        "UNKNOWN_ATTRIBUTE", "Unknown attribute " + shown + "; known: " + names());
  }

  private static List<String> names() {
    return Arrays.stream(values()).map(Enum::name).collect(Collectors.toList());
  }
}
