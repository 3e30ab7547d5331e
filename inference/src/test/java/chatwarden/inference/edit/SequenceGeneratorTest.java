package chatwarden.inference.edit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Forms of a writer that the tests choose, as candidates by the rules of the model that ships. */
class SequenceGeneratorTest {
  private static final List<String> NEW = List.of("bad", "person", "not", "good", "is", "don", "t");
  private static final SequenceRules RULES = new SequenceRules(12, 3, NEW);
  private static final List<String> WORDS =
      List.of(
          "you",
          "idiot",
          "Anna",
          "20",
          "is",
          "not",
          "don't",
          "@friend",
          "stupid",
          "!",
          "bad",
          "person",
          "good",
          "www.example.com",
          "noob",
          "paris",
          "7");

  /** Writes the tokens of a line. */
  private record Dictated(String line, List<Integer> limits) implements FormWriter {

    @Override
    public List<Long> write(long[] tokens, float[] states, int maxTokens) {
      limits.add(maxTokens);
      return Arrays.stream(ShippedRules.cut(line).ids()).skip(1).boxed().toList();
    }

    @Override
    public void close() {}
  }

  private static List<EditPlan> plans(String text, String form) {
    return plans(text, new Dictated(form, new ArrayList<>()));
  }

  private static List<EditPlan> plans(String text, FormWriter writer) {
    CutText cut = ShippedRules.cut(text);
    int words = cut.words().size();
    Passage passage =
        new Passage(
            text,
            "en",
            cut,
            new double[words][ShippedRules.RULES.labels().size()],
            new TokenStates(1, new float[cut.ids().length - 1]),
            NetworkPast.NONE,
            ShippedRules.guards("en").shielded(text, cut.words()),
            new boolean[words],
            new boolean[words]);
    return new SequenceGenerator(writer, ShippedRules.cutter(), ShippedRules.with(RULES))
        .plans(passage);
  }

  private static String rendered(String text, EditPlan plan) {
    return Renderer.render(text, ShippedRules.cut(text).words(), plan.edits());
  }

  @ParameterizedTest
  @CsvSource({
    "You are an idiot, you are a bad person, You are bad person",
    "Anna is a stupid noob, anna is a bad person, Anna is a bad person",
    "you stupid idiot, you person, you person",
    "STUPID game, bad game, BAD game",
    "you are stupid, you are not good, you are not good",
    "you are, you are good, you are good",
    "You are, person you are, Person You are",
    "go home idiot, go home, go home",
    "you idiot., you., you."
  })
  void aFormBecomesEditsOfTheWords(String text, String form, String expected) {
    String known = form.replace(" a ", text.contains(" a ") ? " a " : " ");

    assertThat(plans(text, known))
        .singleElement()
        .satisfies(plan -> assertThat(rendered(text, plan)).isEqualTo(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "you idiot, you paris",
    "you idiot, you 7",
    "you idiot, @friend you",
    "you idiot, you you",
    "you are here, you are not here",
    "you like it, you don't like it",
    "you idiot, you are"
  })
  void aFormWithAnUnknownOrRepeatedWordOrABareNegationMakesNoPlan(String text, String form) {
    assertThat(plans(text, form)).isEmpty();
  }

  @Test
  void longTextsAreNotAskedForAndFormsAreBounded() {
    List<Integer> limits = new ArrayList<>();
    plans("you idiot", new Dictated("you", limits));
    plans("you ".repeat(RULES.longestText() + 1), new Dictated("you", limits));
    plans("", new Dictated("you", limits));

    assertThat(limits).containsExactly(2 + RULES.extraTokens());
  }

  @Provide
  static Arbitrary<String> lines() {
    return Arbitraries.of(WORDS).list().ofMinSize(1).ofMaxSize(6).map(w -> String.join(" ", w));
  }

  @Property(tries = 500)
  void noFormAddsAWordThatTheRulesDoNotHave(
      @ForAll("lines") String text, @ForAll("lines") String form) {
    Set<String> allowed = new HashSet<>(NEW);
    ShippedRules.cut(text).words().forEach(word -> allowed.add(word.plain()));
    for (EditPlan plan : plans(text, form)) {
      for (TextWord word : ShippedRules.cut(rendered(text, plan)).words()) {
        assertThat(allowed).as("%s as %s", text, form).contains(word.plain());
      }
      assertThat(plan.edits()).hasSameSizeAs(ShippedRules.cut(text).words());
    }
  }

  @Property(tries = 500)
  void aFormOfPlainWordsIsRenderedAsItIs(
      @ForAll("plain") String text, @ForAll("plain") String form) {
    assertThat(plans(text, form))
        .singleElement()
        .satisfies(plan -> assertThat(rendered(text, plan)).isEqualTo(form));
  }

  @Provide
  static Arbitrary<String> plain() {
    return Arbitraries.of("bad", "person", "good", "is")
        .list()
        .ofMinSize(1)
        .ofMaxSize(6)
        .map(words -> String.join(" ", words));
  }
}
