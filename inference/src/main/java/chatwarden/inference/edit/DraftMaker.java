package chatwarden.inference.edit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the drafts of a passage: those of all generators that the guards allow, without doubles.
 */
final class DraftMaker {
  /** How much less likely than a deletion a replacement that the network does not know counts. */
  private static final double UNKNOWN_REPLACEMENT = 1;

  private static final int LEAST_RANKED = 2;

  private final List<CandidateGenerator> generators;
  private final Filling filling;
  private final EditRules rules;

  DraftMaker(List<CandidateGenerator> generators, Filling filling, EditRules rules) {
    this.generators = List.copyOf(generators);
    this.filling = filling;
    this.rules = rules;
  }

  /** Returns the drafts that are worth ranking, the likeliest first. */
  List<Draft> drafts(Passage passage, Guards guards) {
    LanguageLists lists = rules.lists(passage.language());
    List<EditPlan> plans = new ArrayList<>();
    PlanFinish finish = new PlanFinish(passage, lists, guards);
    for (CandidateGenerator generator : generators) {
      if (lists.generators().contains(generator.name())) {
        generator.plans(passage).forEach(plan -> plans.add(finish.finished(plan)));
      }
    }
    Map<String, Draft> drafts = new LinkedHashMap<>();
    for (EditPlan plan : filling.filled(passage, plans.stream().distinct().toList())) {
      String text = Renderer.render(passage.text(), passage.words(), plan.edits());
      if (!text.isBlank()
          && !text.equals(passage.text())
          && !drafts.containsKey(text)
          && guards.allow(passage.text(), text)) {
        String content = plan.filled() ? passage.keptWords(plan) : text;
        drafts.put(
            text,
            new Draft(
                text, plan.method(), support(passage, plan), passage.keptShare(plan), content));
      }
    }
    int tokens = passage.cut().ids().length;
    int most = Math.min(lists.ranked(), rules.rankedTokens() / tokens);
    return drafts.values().stream()
        .sorted(
            Comparator.comparing(draft -> -draft.support() - rules.keptFirst() * draft.keptShare()))
        .limit(Math.max(LEAST_RANKED, most))
        .toList();
  }

  private double support(Passage passage, EditPlan plan) {
    double sum = 0;
    for (int i = 0; i < plan.edits().size(); i++) {
      double[] row = passage.edits()[i];
      WordEdit edit = plan.edits().get(i);
      sum +=
          switch (edit.kind()) {
            case KEEP -> row[EditRules.KEEP];
            case DELETE -> row[EditRules.DELETE];
            case FILL, REPLACE ->
                Math.max(row[label(edit.text())], row[EditRules.DELETE] - UNKNOWN_REPLACEMENT);
          };
    }
    return plan.edits().isEmpty() ? 0 : sum / plan.edits().size();
  }

  private int label(String replacement) {
    int label = rules.labels().indexOf(replacement);
    return label < 0 ? EditRules.FILL : label;
  }
}
