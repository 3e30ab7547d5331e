package chatwarden.domain.policy;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Reads a pattern as RE2/J's parser does, in one pass and without compiling it. Of a pattern that
 * RE2/J refuses, the result means nothing. For one pattern on one thread.
 */
final class PatternScan {

  private final String pattern;
  private final PatternCursor cursor;
  private final FoldedLetters letters;
  private final Deque<PatternGroup> open = new ArrayDeque<>();

  PatternScan(String pattern) {
    this.pattern = pattern;
    cursor = new PatternCursor(pattern);
    letters = new FoldedLetters(pattern);
    open.push(new PatternGroup());
  }

  PatternSource scan() {
    while (!cursor.isAtEnd()) {
      step();
    }
    while (open.size() > 1) {
      close();
    }
    PatternGroup whole = open.element();
    return new PatternSource(
        letters.text(), whole.product(), whole.length(), letters.folded(), letters.unfoldable());
  }

  private void step() {
    switch (cursor.peek()) {
      case '\\' -> escape();
      case '[' -> charClass();
      case '(' -> open();
      case ')' -> close();
      case '{' -> count();
      case '|', '*', '+', '?' -> cursor.skip(1);
      default -> item(cursor.character());
    }
  }

  private void item(int character) {
    open.element().add(1, 1);
    letters.single(character);
  }

  private void escape() {
    if (cursor.sees("\\Q")) {
      cursor.skip(2);
      cursor.upTo("\\E").codePoints().forEach(this::item);
    } else {
      item(cursor.character());
    }
  }

  private void charClass() {
    open.element().add(1, 1);
    cursor.skip(1);
    cursor.skip(cursor.sees("^") ? 1 : 0);
    boolean first = true;
    while (!cursor.isAtEnd() && (first || !cursor.sees("]"))) {
      if (cursor.sees("[:") && cursor.willSee(":]")) {
        cursor.upTo(":]");
      } else {
        range();
      }
      first = false;
    }
    cursor.skip(1);
  }

  private void range() {
    boolean named = seesNamedClass();
    int least = cursor.character();
    int dash = cursor.at();
    boolean ranges = !named && cursor.sees("-") && !cursor.sees("-]");
    cursor.skip(ranges ? 1 : 0);
    if (ranges && !cursor.isAtEnd()) {
      letters.range(least, cursor.character(), dash);
    } else {
      letters.single(least);
    }
  }

  private boolean seesNamedClass() {
    int letter = cursor.at() + 1;
    return cursor.sees("\\")
        && letter < pattern.length()
        && "dDsSwWpP".indexOf(pattern.charAt(letter)) >= 0;
  }

  /** Reads the begin of a group, or flags for the rest of one. */
  private void open() {
    cursor.skip(1);
    if (cursor.sees("?P<") || cursor.sees("?<")) {
      cursor.upTo(">");
    } else if (cursor.sees("?")) {
      int head = cursor.at();
      while (!cursor.isAtEnd() && !cursor.sees(":") && !cursor.sees(")")) {
        cursor.skip(1);
      }
      letters.flags(pattern.substring(head, cursor.at()));
      boolean group = cursor.sees(":");
      cursor.skip(1);
      if (!group) {
        return;
      }
    }
    open.push(new PatternGroup());
  }

  private void close() {
    cursor.skip(1);
    if (open.size() > 1) {
      PatternGroup closed = open.pop();
      open.element().add(closed.product(), closed.length() + 1);
    }
  }

  /** Reads a counted repetition of the last item, or a literal brace. */
  private void count() {
    int begin = cursor.at() + 1;
    int end = pattern.indexOf('}', begin);
    int count = end < 0 ? -1 : PatternGroup.count(pattern.substring(begin, end));
    if (count < 0) {
      item(cursor.character());
    } else {
      open.element().repeat(count);
      cursor.upTo("}");
    }
  }
}
