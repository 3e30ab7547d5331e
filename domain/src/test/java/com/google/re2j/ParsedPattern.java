package com.google.re2j;

import java.util.List;
import java.util.stream.IntStream;

/** Gives tests the parse tree of RE2/J, whose classes are not public. */
public final class ParsedPattern {

  private static final int LONGEST_ORBIT = 10;

  private ParsedPattern() {}

  /** Returns the greatest product of the counts of nested repetitions. */
  public static long product(String pattern) {
    return product(Parser.parse(pattern, RE2.PERL));
  }

  private static long product(Regexp node) {
    long inner = 1;
    if (node.subs != null) {
      for (Regexp sub : node.subs) {
        inner = Math.max(inner, product(sub));
      }
    }
    boolean repeats = node.op == Regexp.Op.REPEAT;
    return repeats ? inner * Math.max(1, Math.max(node.min, node.max)) : inner;
  }

  /** Returns the code points that RE2/J folds without end. */
  public static List<Integer> unfoldable() {
    return IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
        .filter(c -> !returnsToItself(c))
        .boxed()
        .toList();
  }

  private static boolean returnsToItself(int c) {
    int folded = Unicode.simpleFold(c);
    for (int i = 0; i < LONGEST_ORBIT && folded != c; i++) {
      folded = Unicode.simpleFold(folded);
    }
    return folded == c;
  }
}
