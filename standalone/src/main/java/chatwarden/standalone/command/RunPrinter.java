package chatwarden.standalone.command;

import chatwarden.mlops.v1.PipelineRun;
import chatwarden.mlops.v1.StepRun;
import com.google.protobuf.Timestamp;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs of pipelines as lines for people. Used by one thread. */
final class RunPrinter {
  private final PrintWriter out;
  private final Map<String, StepRun> known = new HashMap<>();

  RunPrinter(PrintWriter out) {
    this.out = out;
  }

  /** Prints a run in one line. */
  void line(PipelineRun run) {
    out.printf(
        "%-36s  %-10s  %s  %s%n",
        run.getId(), word(run.getState().name()), instant(run.getCreateTime()), run.getCaller());
  }

  /** Prints a run with its steps. */
  void whole(PipelineRun run) {
    line(run);
    run.getStepsList().forEach(this::print);
  }

  /** Prints the steps whose state has changed since they were printed last. */
  void changes(PipelineRun run) {
    for (StepRun step : run.getStepsList()) {
      StepRun before = known.put(step.getStep().getName(), step);
      if (before == null
          || before.getState() != step.getState()
          || before.getAttempt() != step.getAttempt()) {
        print(step);
      }
    }
  }

  private void print(StepRun step) {
    out.printf(
        "  %-20s  %-10s  attempt %d  %s%n",
        step.getStep().getName(), word(step.getState().name()), step.getAttempt(), outcome(step));
  }

  private static String outcome(StepRun step) {
    if (!step.getResult().getMessage().isEmpty()) {
      return step.getResult().getMessage();
    }
    if (!step.getResult().getReusedRun().isEmpty()) {
      return "outputs of " + step.getResult().getReusedRun();
    }
    Duration taken = taken(step);
    return taken == null ? "" : taken.toSeconds() + " s";
  }

  private static @Nullable Duration taken(StepRun step) {
    return step.hasStartTime() && step.hasEndTime()
        ? Duration.between(instant(step.getStartTime()), instant(step.getEndTime()))
        : null;
  }

  private static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds());
  }

  private static String word(String state) {
    return state.substring(state.indexOf('_') + 1).toLowerCase(Locale.ROOT);
  }
}
