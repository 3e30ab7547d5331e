package chatwarden.mlops.baseline;

import chatwarden.inference.linear.FeatureHasher;
import chatwarden.inference.linear.WordScores;
import chatwarden.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Counts of what meets the eye in a comment, and of hateful keywords: the features of detectors
 * before n-grams (such as those that Fortuna and Nunes survey, 2018). A sentiment score is missing:
 * no library that is at hand gives one for Vietnamese.
 *
 * <p>A keyword is a word that people marked as offensive in at least half of its occurrences.
 */
final class HandmadeFeatures {
  /** What the features are, in order. Counts are of the whole comment, shares in [0, 1]. */
  static final List<String> NAMES =
      List.of(
          "code_points",
          "words",
          "mean_word_length",
          "share_of_distinct_words",
          "share_of_upper_case",
          "digits",
          "punctuation_marks",
          "exclamation_marks",
          "question_marks",
          "hashtags",
          "mentions",
          "urls",
          "emoji",
          "longest_run_of_a_letter",
          "keywords",
          "share_of_keywords",
          "highest_keyword_score",
          "sum_of_keyword_scores");

  private static final float KEYWORD = 0.5f;
  private static final Pattern HASHTAG = Pattern.compile("(?<!\\S)#[\\p{L}\\p{N}_]+");
  private static final Pattern MENTION = Pattern.compile("(?<!\\S)@[\\p{L}\\p{N}_.-]+");
  private static final Pattern URL = Pattern.compile("(?:https?://|www\\.)\\S+");
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+");

  private HandmadeFeatures() {}

  /**
   * The features of a comment, one a name.
   *
   * @param scores how often each word is marked, without the marks of this very text
   */
  static double[] of(String text, WordScores scores) {
    int[] codePoints = text.codePoints().toArray();
    String[] words =
        WORD.matcher(text).results().map(match -> match.group()).toArray(String[]::new);
    double letters = count(codePoints, Character::isLetter);
    double upper = count(codePoints, Character::isUpperCase);
    double[] keywords = keywords(text, scores);
    return new double[] {
      codePoints.length,
      words.length,
      Arrays.stream(words)
          .mapToInt(word -> word.codePointCount(0, word.length()))
          .average()
          .orElse(0),
      share(Arrays.stream(words).distinct().count(), words.length),
      share(upper, letters),
      count(codePoints, Character::isDigit),
      count(codePoints, HandmadeFeatures::isPunctuation),
      count(codePoints, c -> c == '!'),
      count(codePoints, c -> c == '?'),
      count(HASHTAG.matcher(text)),
      count(MENTION.matcher(text)),
      count(URL.matcher(text)),
      count(
          codePoints, c -> Character.isEmojiPresentation(c) || Character.isExtendedPictographic(c)),
      longestRun(codePoints),
      keywords[0],
      share(keywords[0], words.length),
      keywords[1],
      keywords[2]
    };
  }

  /** How many keywords there are, the highest score of a word, the sum of all. */
  private static double[] keywords(String text, WordScores scores) {
    double count = 0;
    double highest = 0;
    double sum = 0;
    Matcher words = WORD.matcher(Normalizer.standard().normalize(text).text());
    while (words.find()) {
      double score = scores.score(FeatureHasher.plainWord(words.group()));
      count += score >= KEYWORD ? 1 : 0;
      highest = Math.max(highest, score);
      sum += score;
    }
    return new double[] {count, highest, sum};
  }

  private static boolean isPunctuation(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION ->
          true;
      default -> false;
    };
  }

  private static double longestRun(int[] codePoints) {
    int longest = 0;
    int run = 0;
    for (int i = 0; i < codePoints.length; i++) {
      run = i > 0 && codePoints[i] == codePoints[i - 1] ? run + 1 : 1;
      longest = Character.isLetter(codePoints[i]) ? Math.max(longest, run) : longest;
    }
    return longest;
  }

  private static double count(int[] codePoints, java.util.function.IntPredicate wanted) {
    return Arrays.stream(codePoints).filter(wanted).count();
  }

  private static double count(Matcher matcher) {
    return matcher.results().count();
  }

  private static double share(double part, double whole) {
    return whole == 0 ? 0 : part / whole;
  }
}
