package chatwarden.runtime.lifecycle;

import org.jspecify.annotations.Nullable;

/** Collects what goes wrong in a row of steps that are all to be taken. */
final class Faults {

  private @Nullable Exception first;

  /** A step that may fail. */
  interface Step {
    void run() throws Exception;
  }

  /** Takes the step; keeps the exception. An interrupt ends the thread's waiting in later ones. */
  void guard(Step step) {
    try {
      step.run();
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      if (first == null) {
        first = e;
      } else if (first != e) {
        first.addSuppressed(e);
      }
    }
  }

  void throwFirst() throws Exception {
    if (first != null) {
      throw first;
    }
  }
}
