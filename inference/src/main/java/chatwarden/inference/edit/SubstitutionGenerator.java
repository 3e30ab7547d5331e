package chatwarden.inference.edit;

import chatwarden.text.LanguageDetector;
import java.util.List;

/** Replaces rude phrases by the polite forms of the lists, and deletes the other marked words. */
final class SubstitutionGenerator implements CandidateGenerator {
  private static final String METHOD = "substitution";

  private final EditRules rules;

  SubstitutionGenerator(EditRules rules) {
    this.rules = rules;
  }

  @Override
  public String name() {
    return METHOD;
  }

  @Override
  public List<EditPlan> plans(Passage passage) {
    Substitution substitution = new Substitution(rules.lists(passage.language()));
    return List.of(
        new EditPlan(
            METHOD, substitution.edits(passage.words(), passage.marked(), WordEdit.DELETE)),
        new EditPlan(
            METHOD,
            substitution.edits(
                passage.words(),
                passage.language().equals(LanguageDetector.ENGLISH)
                    ? passage.found()
                    : passage.tagged(),
                WordEdit.DELETE)));
  }
}
