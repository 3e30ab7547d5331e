package chatwarden.inference.edit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads candidates by the network, once for both their meaning and how usual their words are. Of
 * each, the tokens at its edits and some beside them are read, in as many copies as the rules say,
 * and each hides its share of the tokens at the edits; a token's state is that of a copy that shows
 * it, and far from the edits that of the passage. Copies that are equal are read once.
 *
 * <p>The fluency is the pseudo-log-likelihood of Salazar et al. (2020), for the hidden tokens
 * alone: the others, which the candidates of a text have in common, count as usual ones.
 */
final class CandidateReader {
  private static final NetworkReading NOTHING =
      new NetworkReading(0, 0, new float[0], new float[0], new float[0], NetworkPast.NONE);

  private final EditNetwork network;
  private final WordCutter cutter;
  private final int copies;
  private final int beside;
  private final double usual;

  CandidateReader(EditNetwork network, WordCutter cutter, EditRules rules) {
    this.network = network;
    this.cutter = cutter;
    this.copies = rules.hiddenCopies();
    this.beside = rules.readBeside();
    this.usual = rules.usualLogProbability();
  }

  /**
   * A candidate as the network reads it.
   *
   * @param similarity how much of the meaning of the passage it keeps, in [0, 1]
   * @param fluency the mean log probability of its tokens
   */
  record Reading(double similarity, double fluency) {}

  /**
   * A candidate's copies.
   *
   * @param ids its tokens
   * @param window the part that is read; empty where no token is changed
   * @param rows for each place of the window, the copy that shows its token
   * @param hidden the places that are hidden
   * @param firstPlace the first of them among all
   */
  @SuppressWarnings("ArrayRecordComponent") // not to be changed
  private record Copies(
      long[] ids, EditWindow window, int[] rows, List<Integer> hidden, int firstPlace) {}

  /** Returns what the network says of {@code texts}, in their order. */
  List<Reading> read(Passage passage, List<String> texts) {
    Map<NetworkRow, Integer> rows = new LinkedHashMap<>();
    List<int[]> places = new ArrayList<>();
    List<Copies> asked = new ArrayList<>();
    for (String text : texts) {
      asked.add(copies(passage, cutter.cut(text).ids(), rows, places));
    }
    NetworkReading reading =
        rows.isEmpty()
            ? NOTHING
            : network.read(
                passage.past(),
                List.copyOf(rows.keySet()),
                places,
                Set.of(EditNetwork.STATES, EditNetwork.WORDS));
    boolean[] wanted = passage.unmarkedTokens();
    List<Reading> readings = new ArrayList<>();
    for (Copies each : asked) {
      TokenStates states = passage.states().edited(each.window(), reading, each.rows());
      readings.add(
          new Reading(
              passage.states().similarity(wanted, states), fluency(each, reading, places.size())));
    }
    return readings;
  }

  /** Returns the copies of a candidate, whose hidden places it adds, and rows that are new. */
  private Copies copies(
      Passage passage, long[] ids, Map<NetworkRow, Integer> rows, List<int[]> places) {
    long[] before = passage.cut().ids();
    ChangedTokens changed = ChangedTokens.between(before, ids);
    List<Integer> hidden = changed.places();
    EditWindow window = EditWindow.of(before.length, changed, beside);
    if (window.isEmpty()) {
      return new Copies(ids, window, new int[0], hidden, places.size());
    }
    int count = Math.min(hidden.size(), copies);
    int[] numbers = new int[count];
    for (int copy = 0; copy < count; copy++) {
      long[] shown = ids.clone();
      for (int k = copy; k < hidden.size(); k += count) {
        shown[hidden.get(k)] = WordCutter.MASK;
      }
      numbers[copy] = rows.computeIfAbsent(window.row(shown), _ -> rows.size());
    }
    int firstPlace = places.size();
    int[] shown = new int[window.places().length];
    Arrays.fill(shown, numbers[0]);
    for (int k = 0; k < hidden.size(); k++) {
      int number = window.number(hidden.get(k));
      places.add(new int[] {numbers[k % count], number});
      shown[number] = numbers[(k + 1) % count];
    }
    return new Copies(ids, window, shown, hidden, firstPlace);
  }

  private double fluency(Copies copies, NetworkReading reading, int allPlaces) {
    int tokens = copies.ids().length - 1;
    double sum = usual * (tokens - copies.hidden().size());
    for (int k = 0; k < copies.hidden().size(); k++) {
      int vocabulary = reading.words().length / allPlaces;
      long token = copies.ids()[copies.hidden().get(k)];
      sum += reading.words()[(copies.firstPlace() + k) * vocabulary + (int) token];
    }
    return tokens == 0 ? usual : sum / tokens;
  }
}
