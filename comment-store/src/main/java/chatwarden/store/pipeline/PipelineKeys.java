package chatwarden.store.pipeline;

import chatwarden.runtime.error.InvalidInputException;
import chatwarden.store.redis.LogKeys;
import java.util.regex.Pattern;

/** The names of the keys, all of which have one hash tag. */
final class PipelineKeys {

  static final String PIPELINES = "cw:{pipelines}:files";
  static final String RUNS = "cw:{pipelines}:runs";
  static final String OPEN = "cw:{pipelines}:open";
  static final String NEWEST = "cw:{pipelines}:newest";
  static final String FIRED = "cw:{pipelines}:fired";
  static final String DONE = "cw:{pipelines}:done";
  static final String ACTIONS = LogKeys.PIPELINE_ACTIONS;

  private static final Pattern RUN = Pattern.compile("[a-z0-9][a-z0-9-]{0,79}");

  private PipelineKeys() {}

  static String run(String id) {
    return "cw:{pipelines}:run:" + id;
  }

  static String log(String run, String step) {
    return "cw:{pipelines}:log:" + run + ":" + step;
  }

  static boolean isRun(String id) {
    return RUN.matcher(id).matches();
  }

  /**
   * Checks the id of a run.
   *
   * @throws InvalidInputException naming {@code run}
   */
  static void requireRun(String id) {
    if (!isRun(id)) {
      throw InvalidInputException.of(
          "run", "not an id (expected: 1 to 80 lower-case letters, digits and dashes)");
    }
  }
}
