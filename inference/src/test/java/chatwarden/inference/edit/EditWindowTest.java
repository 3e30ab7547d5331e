package chatwarden.inference.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class EditWindowTest {

  private static long[] begun(List<Integer> tokens) {
    return LongStream.concat(
            LongStream.of(WordCutter.BEGIN), tokens.stream().mapToLong(Integer::longValue))
        .toArray();
  }

  @Provide
  static Arbitrary<List<Integer>> texts() {
    return Arbitraries.integers().between(5, 9).list().ofMaxSize(12);
  }

  @Property
  void eachTokenIsReadOrSeen(
      @ForAll("texts") List<Integer> before,
      @ForAll("texts") List<Integer> after,
      @ForAll @IntRange(max = 3) int beside) {
    long[] first = begun(before);
    long[] second = begun(after);
    ChangedTokens changed = ChangedTokens.between(first, second);
    EditWindow window = EditWindow.of(first.length, changed, beside);

    NetworkRow row = window.row(second);
    int seen = 0;
    for (boolean each : window.seen()) {
      seen += each ? 1 : 0;
    }
    assertThat(row.ids().length + seen).isEqualTo(second.length);
    for (int place = 0; place < second.length; place++) {
      int number = window.number(place);
      if (number < 0) {
        assertThat(window.seen()[window.sources()[place]]).isTrue();
        assertThat(changed.places()).doesNotContain(place);
      } else {
        assertThat(row.ids()[number]).isEqualTo(second[place]);
        assertThat(row.positions()[number]).isEqualTo(place);
      }
    }
  }

  @Test
  void aTextWithoutChangesIsNotRead() {
    long[] text = {WordCutter.BEGIN, 5, 6, 7};

    EditWindow window = EditWindow.of(4, ChangedTokens.between(text, text), 2);

    assertThat(window.isEmpty()).isTrue();
    assertThat(window.seen()).containsOnly(true);
  }

  /** The token before the text alone is as it was. */
  @Test
  void aWindowOverTheWholeTextIsReadAlmostAsTheTextAlone() throws Exception {
    long[] before = ShippedRules.cut("you are a stupid clown").ids();
    long[] after = ShippedRules.cut("you are a clown").ids();
    try (EditNetwork network =
        EditNetwork.open(
            ShippedRules.MODEL.resolve(EditNetwork.MODEL), ShippedRules.RULES.labels().size())) {
      NetworkPast past = network.read(before).present();
      EditWindow window =
          EditWindow.of(before.length, ChangedTokens.between(before, after), after.length);
      List<int[]> places = List.of(new int[] {0, after.length - 2});
      float[] words =
          network.read(past, List.of(window.row(after)), places, Set.of(EditNetwork.WORDS)).words();
      List<int[]> shifted = List.of(new int[] {0, after.length - 1});
      float[] alone =
          network
              .read(
                  NetworkPast.NONE,
                  List.of(NetworkRow.whole(after)),
                  shifted,
                  Set.of(EditNetwork.WORDS))
              .words();

      int token = (int) after[after.length - 1];
      assertThat(words[token]).isCloseTo(alone[token], within(0.5f));
    }
  }
}
