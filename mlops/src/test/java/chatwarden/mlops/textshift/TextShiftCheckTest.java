package chatwarden.mlops.textshift;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.domain.drift.DriftState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextShiftCheckTest {
  private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
  private static final int WORDS = 300;

  private final TextShiftCheck check = new TextShiftCheck(200);

  @Test
  void windowsOfOneTopicStayAtChance() {
    for (int seed = 1; seed <= 5; seed++) {
      TextShift shift = compared(texts(seed, 2_100, 0, 60), texts(100 + seed, 300, 0, 60));

      assertThat(shift.state()).as(shift.toString()).isEqualTo(DriftState.STABLE);
      assertThat(shift.area()).isBetween(0.4, 0.6);
      assertThat(shift.low()).isLessThan(shift.area());
      assertThat(shift.high()).isGreaterThan(shift.area());
    }
  }

  @Test
  void aNewTopicIsFarOverTheThresholdAndItsWordsAreNamed() {
    TextShift shift = compared(texts(1, 2_100, 0, 60), texts(2, 300, 40, 60));

    assertThat(shift.state()).as(shift.toString()).isEqualTo(DriftState.DRIFTED);
    assertThat(shift.area()).isGreaterThan(shift.threshold() + 0.2);
    assertThat(shift.low()).isGreaterThan(shift.threshold());
    assertThat(shift.ngrams().subList(0, 5))
        .allSatisfy(
            ngram -> {
              assertThat(ngram.words()).matches("word3[0-3]\\d( word\\d+)?");
              assertThat(ngram.current()).isGreaterThan(ngram.reference());
            });
  }

  @Test
  void aReferenceThatVariesByItselfHasAHigherThreshold() {
    List<AuthoredText> varied = new ArrayList<>();
    for (int day = 0; day < 7; day++) {
      varied.addAll(texts(day, 300, day % 2 == 0 ? 40 : 0, 60, day));
    }

    TextShift shift = compared(varied, texts(20, 300, 40, 60));
    TextShift steady = compared(texts(1, 2_100, 0, 60), texts(2, 300, 0, 60));

    assertThat(shift.state()).as(shift.toString()).isEqualTo(DriftState.STABLE);
    assertThat(shift.threshold()).isGreaterThan(steady.threshold() + 0.05);
  }

  @Test
  void wordsOfNineAuthorsAreNeverShownAndThoseOfTenAre() {
    for (int authors : new int[] {9, 10}) {
      List<AuthoredText> current = texts(2, 300, 0, 60);
      for (int i = 0; i < 150; i++) {
        AuthoredText said = current.get(i);
        current.set(
            i, new AuthoredText("secret " + said.text(), "g" + i % authors, "vi", said.time()));
      }

      TextShift shift = compared(texts(1, 2_100, 0, 60), current);

      assertThat(shift.ngrams().stream().anyMatch(ngram -> ngram.words().contains("secret")))
          .as("%s authors: %s", authors, shift)
          .isEqualTo(authors == 10);
    }
  }

  @Test
  void textsOfUnknownAuthorsShowNothing() {
    List<AuthoredText> unknown =
        texts(1, 1_400, 0, 60).stream()
            .map(text -> new AuthoredText(text.text(), "", "vi", text.time()))
            .toList();

    assertThat(compared(unknown, unknown.subList(0, 200)).state()).isEqualTo(DriftState.TOO_FEW);
  }

  @Test
  void aWindowOfFewTextsIsNotCompared() {
    TextShift shift = compared(texts(1, 2_100, 0, 60), texts(2, 199, 40, 60));

    assertThat(shift.state()).isEqualTo(DriftState.TOO_FEW);
    assertThat(shift.currentCount()).isEqualTo(199);
    assertThat(shift.ngrams()).isEmpty();
  }

  @Test
  void theSameTextsGiveTheSameResult() {
    List<AuthoredText> before = texts(1, 1_400, 0, 60);
    List<AuthoredText> now = texts(2, 300, 10, 60);

    assertThat(compared(before, now)).isEqualTo(compared(before, now));
  }

  private TextShift compared(List<AuthoredText> reference, List<AuthoredText> current) {
    return check.compare(reference, current).getFirst();
  }

  private static List<AuthoredText> texts(int seed, int count, int newWords, int authors) {
    return texts(seed, count, newWords, authors, -1);
  }

  /** Texts of eight words each, a quarter of them of a topic that has words of its own. */
  private static List<AuthoredText> texts(int seed, int count, int newWords, int authors, int day) {
    Random random = new Random(seed);
    List<AuthoredText> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      StringBuilder text = new StringBuilder();
      for (int word = 0; word < 8; word++) {
        boolean isNew = newWords > 0 && random.nextInt(4) == 0;
        text.append("word")
            .append(isNew ? WORDS + random.nextInt(newWords) : random.nextInt(WORDS))
            .append(' ');
      }
      Instant time = START.plus(Duration.ofMinutes(i % 10_000));
      texts.add(
          new AuthoredText(
              text.toString(),
              "a" + random.nextInt(authors),
              "vi",
              day < 0 ? time : START.plus(Duration.ofDays(day)).plusSeconds(i)));
    }
    return texts;
  }
}
