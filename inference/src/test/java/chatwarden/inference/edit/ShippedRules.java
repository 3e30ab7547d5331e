package chatwarden.inference.edit;

import chatwarden.testing.model.ShippedModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;

/** The rules and the tokenizer of the rewriter that ships. */
final class ShippedRules {
  static final Path MODEL = ShippedModel.newest("chat-rewriter");
  static final EditRules RULES = rules();
  private static final WordCutter CUTTER = opened();

  private ShippedRules() {}

  private static EditRules rules() {
    try {
      return EditRules.read(MODEL.resolve(EditRules.FILE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static WordCutter opened() {
    try {
      return WordCutter.open(MODEL.resolve("tokenizer.json"), RULES.maxTokens());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static WordCutter cutter() {
    return CUTTER;
  }

  static CutText cut(String text) {
    return CUTTER.cut(text);
  }

  /** Returns the rules with those of another sequence model. */
  static EditRules with(SequenceRules sequence) {
    return new EditRules(
        RULES.maxTokens(),
        RULES.labels(),
        RULES.unusedLabels(),
        RULES.markedFrom(),
        RULES.fillsTried(),
        RULES.rankedTokens(),
        RULES.keptFirst(),
        RULES.cleanBelow(),
        RULES.leastStrength(),
        RULES.wholeFrom(),
        RULES.checkedCandidates(),
        RULES.hiddenCopies(),
        RULES.readBeside(),
        RULES.usualLogProbability(),
        sequence,
        RULES.languages());
  }

  static LanguageLists lists(String language) {
    return Objects.requireNonNull(RULES.languages().get(language));
  }

  static Guards guards(String language) {
    return new Guards(language, lists(language), RULES.wholeFrom());
  }
}
