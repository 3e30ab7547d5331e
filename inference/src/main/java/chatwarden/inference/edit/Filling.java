package chatwarden.inference.edit;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Has the language model choose the words of plans, among those of the lists. */
final class Filling {
  private final EditNetwork network;
  private final WordCutter cutter;
  private final EditRules rules;

  /** The words of each language that may be chosen. */
  private final Map<String, List<Fill>> fills = new HashMap<>();

  /** A word that is one token. */
  private record Fill(String word, int token) {}

  /** A plan whose fills are at some places of the rows. */
  private record Question(EditPlan plan, int firstPlace, int places) {}

  Filling(EditNetwork network, WordCutter cutter, EditRules rules) {
    this.network = network;
    this.cutter = cutter;
    this.rules = rules;
    rules
        .languages()
        .forEach(
            (language, lists) -> {
              List<Fill> known = new ArrayList<>();
              for (String word : lists.fills()) {
                cutter.number(word).ifPresent(token -> known.add(new Fill(word, token)));
              }
              if (known.isEmpty()) {
                throw new IllegalArgumentException(
                    "languages.%s.fills: none is one token (expected: one at least)"
                        .formatted(language));
              }
              fills.put(language, known);
            });
  }

  /** Returns the plans without fills: some of those with them, after the others. */
  List<EditPlan> filled(Passage passage, List<EditPlan> plans) {
    List<EditPlan> ready = new ArrayList<>();
    List<Question> questions = new ArrayList<>();
    List<NetworkRow> rows = new ArrayList<>();
    List<int[]> places = new ArrayList<>();
    for (EditPlan plan : plans) {
      if (plan.hasFills()) {
        int first = places.size();
        rows.add(masked(passage, plan, rows.size(), places));
        questions.add(new Question(plan, first, places.size() - first));
      } else {
        ready.add(plan);
      }
    }
    if (!questions.isEmpty()) {
      NetworkReading reading =
          network.read(NetworkPast.NONE, rows, places, Set.of(EditNetwork.WORDS));
      for (Question question : questions) {
        ready.addAll(answered(passage, question, reading, places.size()));
      }
    }
    return ready;
  }

  /**
   * Returns the tokens of a plan's text, and adds the places of its masks. All of them are read
   * anew: in the reading of the passage they have seen the words that are to go.
   */
  private NetworkRow masked(Passage passage, EditPlan plan, int row, List<int[]> places) {
    List<Long> tokens = new ArrayList<>();
    tokens.add(WordCutter.BEGIN);
    for (int i = 0; i < plan.edits().size(); i++) {
      WordEdit edit = plan.edits().get(i);
      TextWord word = passage.words().get(i);
      switch (edit.kind()) {
        case KEEP -> {
          for (int t = 0; t < word.tokens(); t++) {
            tokens.add(passage.cut().ids()[word.firstToken() + t]);
          }
        }
        case FILL -> {
          places.add(new int[] {row, tokens.size()});
          tokens.add(WordCutter.MASK);
        }
        case REPLACE -> {
          long[] ids = cutter.cut(edit.text()).ids();
          for (int t = 1; t < ids.length; t++) {
            tokens.add(ids[t]);
          }
        }
        case DELETE -> {}
      }
    }
    return NetworkRow.whole(tokens.stream().mapToLong(Long::longValue).toArray());
  }

  private List<EditPlan> answered(
      Passage passage, Question question, NetworkReading reading, int allPlaces) {
    List<Fill> known = requireNonNull(fills.get(passage.language()), passage.language());
    int vocabulary = reading.words().length / allPlaces;
    List<List<Fill>> best = new ArrayList<>();
    for (int p = question.firstPlace(); p < question.firstPlace() + question.places(); p++) {
      int from = p * vocabulary;
      best.add(
          known.stream()
              .sorted(Comparator.comparing(fill -> -reading.words()[from + fill.token()]))
              .limit(rules.fillsTried())
              .toList());
    }
    boolean several = question.plan().method().equals(FillingGenerator.METHOD);
    List<EditPlan> plans = new ArrayList<>();
    for (int k = 0; k < (several ? rules.fillsTried() : 1); k++) {
      plans.add(filled(question.plan(), best, k));
    }
    return plans;
  }

  private static EditPlan filled(EditPlan plan, List<List<Fill>> best, int rank) {
    List<WordEdit> edits = new ArrayList<>();
    int next = 0;
    for (WordEdit edit : plan.edits()) {
      if (edit.equals(WordEdit.FILL)) {
        List<Fill> choices = best.get(next++);
        edits.add(WordEdit.to(choices.get(Math.min(rank, choices.size() - 1)).word()));
      } else {
        edits.add(edit);
      }
    }
    return new EditPlan(plan.method(), edits, true);
  }
}
