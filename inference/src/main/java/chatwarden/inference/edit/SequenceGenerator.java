package chatwarden.inference.edit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Has a sequence model write the text anew, and takes its form as edits of the words. A form with a
 * word that neither the text nor the rules have, or with one of the text more often than there,
 * makes no plan.
 */
final class SequenceGenerator implements CandidateGenerator {
  static final String METHOD = "sequence";

  private final FormWriter writer;
  private final EditRules rules;

  /** The words that a form may have and its text has not, by their tokens. */
  private final Map<Long, String> newWords = new HashMap<>();

  SequenceGenerator(FormWriter writer, WordCutter cutter, EditRules rules) {
    this.writer = writer;
    this.rules = rules;
    for (String word : rules.sequence().words()) {
      cutter.number(word).ifPresent(token -> newWords.put((long) token, word));
    }
  }

  @Override
  public String name() {
    return METHOD;
  }

  @Override
  public List<EditPlan> plans(Passage passage) {
    long[] ids = passage.cut().ids();
    int tokens = ids.length - 1;
    if (tokens == 0 || tokens > rules.sequence().longestText() || !passage.cut().whole()) {
      return List.of();
    }
    List<Long> written =
        writer.write(
            Arrays.copyOfRange(ids, 1, ids.length),
            passage.states().numbers(),
            tokens + rules.sequence().extraTokens());
    LanguageLists lists = rules.lists(passage.language());
    Guards guards = new Guards(passage.language(), lists, rules.wholeFrom());
    return spelled(written, passage.cut())
        .flatMap(form -> new FormAlignment(passage.words(), form, lists, guards).edits())
        .map(edits -> List.of(new EditPlan(METHOD, edits)))
        .orElse(List.of());
  }

  /**
   * Returns the words of tokens: whole words of the text, no more often than there, or new ones;
   * empty with others.
   */
  private Optional<List<String>> spelled(List<Long> written, CutText cut) {
    Map<List<Long>, String> known = new HashMap<>();
    Map<String, Integer> left = new HashMap<>();
    int longest = 1;
    for (TextWord word : cut.words()) {
      known.put(tokens(cut, word), word.plain());
      left.merge(word.plain(), 1, Integer::sum);
      longest = Math.max(longest, word.tokens());
    }
    List<String> form = new ArrayList<>();
    for (int at = 0; at < written.size(); ) {
      int length = Math.min(longest, written.size() - at);
      while (length > 1 && !known.containsKey(written.subList(at, at + length))) {
        length--;
      }
      String fresh = newWords.get(written.get(at));
      String word = known.getOrDefault(written.subList(at, at + length), fresh);
      int more = left.getOrDefault(word, 0);
      if (word == null || more == 0 && fresh == null) {
        return Optional.empty();
      }
      left.put(word, Math.max(0, more - 1));
      form.add(word);
      at += length;
    }
    return Optional.of(form);
  }

  private static List<Long> tokens(CutText cut, TextWord word) {
    int end = word.firstToken() + word.tokens();
    return Arrays.stream(cut.ids(), word.firstToken(), end).boxed().toList();
  }
}
