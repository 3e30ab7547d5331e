package chatwarden.domain.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.ParsedPattern;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class PatternScanTest {

  private static final String[] PIECES =
      ("a b ( ) (?: (?i) (?P<n> (?<m> (?i: {2} {3,} {0,4} {5 { } {0} {02} {1000} {1001} {10} * + ?"
           + " | [ ] [^ [[:alpha:]] [a-z] []x] \\ \\x{41} \\p{Greek} \\pN \\Q \\E \\d \\b ^ $ . :]"
           + " [: \\] {,3} {2,3} \\{ \\x41 \\101 - ỹ à ᲀ \\x{1c83} B-ῷ")
          .split(" ", -1);

  @Provide
  Arbitrary<List<String>> pieces() {
    return Arbitraries.of(PIECES).list().ofMinSize(1).ofMaxSize(12);
  }

  @Property(tries = 20_000)
  void productIsThatOfTheParser(@ForAll("pieces") List<String> pieces) {
    PatternSource source = PatternSource.of(String.join("", pieces));
    if (source.unfoldable()) {
      return; // Parsing it would not end.
    }
    long product;
    try {
      product = ParsedPattern.product(source.text());
    } catch (PatternSyntaxException e) {
      return;
    }
    assertThat(source.product()).isEqualTo(product);
  }

  @Property(tries = 2_000)
  void programHasAtMostEightInstructionsForEachCharacterWrittenOut(
      @ForAll("pieces") List<String> pieces) {
    PatternSource source = PatternSource.of(String.join("", pieces));
    if (source.unfoldable() || source.product() > 1_000 || source.length() >= 20_000) {
      return;
    }
    try {
      assertThat((long) Pattern.compile(source.text()).programSize())
          .isLessThanOrEqualTo(8 * source.length() + 8);
    } catch (PatternSyntaxException e) {
      assertThat(e.getDescription()).isNotEmpty();
    }
  }

  @Test
  void nestedCountsMultiply() {
    assertThat(PatternSource.of("((x{1000}){1000}){1000}").product()).isEqualTo(1_000_000_000L);
    assertThat(PatternSource.of("x{2}(y{3}|z{4}){5,6}").product()).isEqualTo(24);
    assertThat(PatternSource.of("\\Q{9}\\E[{9}]\\{9}").product()).isEqualTo(1);
  }

  @Test
  void unfoldableLettersAreThoseOfThisJdk() {
    assertThat(ParsedPattern.unfoldable())
        .isEqualTo(
            IntStream.rangeClosed(FoldedLetters.FIRST_UNFOLDABLE, FoldedLetters.LAST_UNFOLDABLE)
                .boxed()
                .toList());
  }

  @Test
  void rangeWithoutRegardToCaseIsCutAroundLettersThatFoldWithoutEnd() {
    PatternSource source = PatternSource.of("(?i)[a-zà-ỹ]+y");

    assertThat(source.text()).isEqualTo("(?i)[a-zà-\\x{1C7F}\\x{1C89}-ỹ]+y");
    assertThat(Pattern.compile(source.text()).matcher("XỪY").find()).isTrue();
    assertThat(PatternSource.of("[à-ỹ]").text()).isEqualTo("[à-ỹ]");
  }
}
