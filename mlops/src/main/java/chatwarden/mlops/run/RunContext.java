package chatwarden.mlops.run;

import static java.util.Objects.requireNonNull;

import chatwarden.mlops.journal.RunJournal;
import java.time.Clock;

/**
 * The surroundings of a run.
 *
 * @param clock the time of its events
 * @param user the name of the account that runs it
 * @param commit the commit of the code; empty if unknown
 * @param observer learns of each event
 */
public record RunContext(Clock clock, String user, String commit, Observer observer) {

  /** Learns of the events of a run, on its thread; never fails and soon returns. */
  @FunctionalInterface
  public interface Observer {
    /** Called after an event is in the journal. */
    void appended(RunJournal journal);
  }

  /** Checks that all is there. */
  public RunContext {
    requireNonNull(clock, "clock");
    requireNonNull(user, "user");
    requireNonNull(commit, "commit");
    requireNonNull(observer, "observer");
  }

  /** Returns the surroundings of a run that is observed by no part of this process. */
  public static RunContext unobserved() {
    return new RunContext(
        Clock.systemUTC(), System.getProperty("user.name", ""), "", journal -> {});
  }
}
