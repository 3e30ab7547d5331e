package chatwarden.inference.crf;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.inference.tagger.AnyText;
import chatwarden.text.Diacritics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

class TokenIdsTest {

  @Property
  @Domain(AnyText.class)
  @Domain(DomainContext.Global.class)
  void numbersAreThoseOfTheDefinition(@ForAll String text) {
    TokenizedText tokens = TokenizedText.of(text);
    List<List<Integer>> expected = new ArrayList<>();
    for (int t = 0; t < tokens.count(); t++) {
      expected.add(byDefinition(tokens, t));
    }
    assertThat(all(TokenIds.of(tokens))).isEqualTo(expected);
  }

  private static List<List<Integer>> all(TokenIds ids) {
    List<List<Integer>> all = new ArrayList<>();
    for (int t = 0; t < ids.count(); t++) {
      List<Integer> token = new ArrayList<>();
      for (int i = 0; i < ids.width(t); i++) {
        token.add(ids.id(t, i));
      }
      all.add(token);
    }
    return all;
  }

  /** Word by word, as the networks were trained. */
  private static List<Integer> byDefinition(TokenizedText text, int token) {
    int[] raw = Arrays.copyOfRange(text.original(), text.start(token), text.end(token));
    int[] word = Arrays.copyOfRange(text.normalized(), text.wordStart(token), text.wordEnd(token));
    int[] bare = Arrays.stream(word).map(Diacritics::base).filter(c -> c != 0).toArray();
    List<Integer> ids = new ArrayList<>();
    add(ids, TokenIds.MOST, 10, Hash.mix(hash(5, word)));
    add(ids, TokenIds.MOST, 20, Hash.mix(hash(7, bare)));
    int[] small = Arrays.stream(raw).map(Character::toLowerCase).toArray();
    add(ids, TokenIds.MOST, 30, Hash.mix(hash(3, small)));
    add(ids, TokenIds.MOST, 31, WordHash.sound(word, 0, word.length));
    add(ids, TokenIds.MOST, 32, text.shape(token));
    add(ids, TokenIds.MOST, 33, text.shape(token) & 31);
    add(ids, TokenIds.MOST, 34, text.gap(token));
    addGrams(ids, 28, 40, Arrays.copyOf(word, Math.min(24, word.length)));
    addGrams(ids, TokenIds.MOST, 50, Arrays.copyOf(bare, Math.min(24, bare.length)));
    return ids;
  }

  private static void addGrams(List<Integer> ids, int limit, int kind, int[] letters) {
    for (int from = 0; from < letters.length; from++) {
      for (int to = from + 1; to <= Math.min(letters.length, from + 4); to++) {
        long gram = hash(0, Arrays.copyOfRange(letters, from, to));
        if (to - from >= 2) {
          add(ids, limit, kind, gram);
        }
        if (from == 0 && to <= 3) {
          add(ids, limit, kind + 1, gram);
        }
        if (to == letters.length && to - from <= 3) {
          add(ids, limit, kind + 2, gram);
        }
      }
    }
  }

  private static long hash(long start, int[] letters) {
    long hash = start;
    for (int letter : letters) {
      hash = Hash.append(hash, letter);
    }
    return hash;
  }

  private static void add(List<Integer> ids, int limit, int kind, long value) {
    if (ids.size() < limit) {
      ids.add(1 + (int) Long.remainderUnsigned(Hash.feature(kind, value), TokenIds.ROWS - 1));
    }
  }
}
