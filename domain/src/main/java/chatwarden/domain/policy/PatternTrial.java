package chatwarden.domain.policy;

import com.google.re2j.Pattern;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Compiles a pattern and matches it once, on a stack of half the size of the smallest that rules
 * are used on: RE2/J calls itself as deep as a pattern nests its repetitions, and what passes here
 * overflows nowhere. Sources within the limits of {@link PatternCheck} compile in milliseconds.
 */
final class PatternTrial {

  private static final long STACK_BYTES = 256 * 1024;

  private final Pattern pattern;
  private final boolean matchesEmpty;

  private PatternTrial(Pattern pattern) {
    this.pattern = pattern;
    this.matchesEmpty = pattern.matcher("").find();
  }

  /**
   * Tries a pattern.
   *
   * @throws com.google.re2j.PatternSyntaxException when it is none
   * @throws StackOverflowError when it nests too deep
   */
  static PatternTrial of(PatternSource source) {
    FutureTask<PatternTrial> trial =
        new FutureTask<>(() -> new PatternTrial(Pattern.compile(source.text())));
    Thread thread = new Thread(null, trial, "pattern-trial", STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return trial.get();
        } catch (InterruptedException e) {
          interrupted = true; // It takes milliseconds: the caller learns of it when it is done.
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException known) {
        throw known;
      }
      if (e.getCause() instanceof Error known) {
        throw known;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Whether it matches the empty text, and so every text. */
  boolean matchesEmpty() {
    return matchesEmpty;
  }

  /** How many instructions it was compiled to. */
  int instructions() {
    return pattern.programSize();
  }
}
