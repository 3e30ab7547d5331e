package chatwarden.inference.edit;

import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Writes a text with some of its words deleted or replaced. */
final class Renderer {
  private static final int FLAGS = Pattern.UNICODE_CHARACTER_CLASS;
  private static final Pattern ARTICLE = Pattern.compile("\\b(a|an) (\\w)", FLAGS);
  private static final Pattern SPACES = Pattern.compile("\\s+", FLAGS);
  private static final String VOWELS = "aeiou";

  /** What deletion leaves behind, removed where the text itself has nothing of the kind. */
  private static final List<Pattern> LEFTOVERS =
      List.of(
          Pattern.compile("([\"“”'(\\[]) ?([\"”')\\]])(?=\\s|$)", FLAGS),
          Pattern.compile("(?:, ?)+(?=[,.!?;])", FLAGS),
          Pattern.compile("^[\\s,.;:!?/*-]+(?=\\w)", FLAGS),
          Pattern.compile("[\\s,;:/*-]+$", FLAGS));

  private Renderer() {}

  /** Returns the text after the edits of its words, none of which is a fill. */
  static String render(String text, List<TextWord> words, List<WordEdit> edits) {
    if (edits.stream().allMatch(WordEdit.KEEP::equals)) {
      return text;
    }
    StringBuilder out = new StringBuilder();
    String before = "";
    int at = 0; // the end of the word before, in UTF-16 units
    int codePoint = 0;
    for (int i = 0; i < words.size(); i++) {
      TextWord word = words.get(i);
      int start = text.offsetByCodePoints(at, word.start() - codePoint);
      boolean gap = start > at;
      String space = gap ? " " : word.beginsAlphanumeric() ? before : "";
      at = start + word.text().length();
      codePoint = word.end();
      WordEdit edit = edits.get(i);
      boolean kept = edit.equals(WordEdit.KEEP);
      String form = kept ? word.text() : cased(edit.text(), word.text());
      if (form.isEmpty()) {
        before = space.isEmpty() ? before : space;
        continue;
      }
      if (!kept && space.isEmpty() && endsAlphanumeric(out)) {
        space = " ";
      }
      out.append(space).append(form);
      before = "";
    }
    return tidied(text, squeezed(out.append(text, at, text.length())));
  }

  private static String tidied(String text, String rendered) {
    String line = ARTICLE.matcher(rendered).replaceAll(match -> article(match, text));
    for (Pattern leftover : LEFTOVERS) {
      if (!leftover.matcher(text).find()) {
        line = leftover.matcher(line).replaceAll("");
      }
    }
    line = squeezed(line);
    return !text.isEmpty() && Character.isUpperCase(text.codePointAt(0)) ? capitalised(line) : line;
  }

  private static String squeezed(CharSequence text) {
    return SPACES.matcher(text).replaceAll(" ").strip();
  }

  private static boolean endsAlphanumeric(StringBuilder out) {
    return !out.isEmpty() && Character.isLetterOrDigit(out.codePointBefore(out.length()));
  }

  /** Returns "a" or "an" as the next word wants it, unless the text has the two so. */
  private static String article(MatchResult match, String text) {
    if (text.contains(match.group())) {
      return java.util.regex.Matcher.quoteReplacement(match.group());
    }
    String next = match.group(2);
    return (VOWELS.contains(next.toLowerCase(Locale.ROOT)) ? "an " : "a ") + next;
  }

  /** Gives a replacement the case of the word that it replaces. */
  private static String cased(String form, String word) {
    if (form.isEmpty()) {
      return form;
    }
    if (word.codePointCount(0, word.length()) > 1 && TextWord.isShouted(word)) {
      return form.toUpperCase(Locale.ROOT);
    }
    return Character.isUpperCase(word.codePointAt(0)) ? capitalised(form) : form;
  }

  private static String capitalised(String text) {
    if (text.isEmpty()) {
      return text;
    }
    int first = text.offsetByCodePoints(0, 1);
    return text.substring(0, first).toUpperCase(Locale.ROOT) + text.substring(first);
  }
}
