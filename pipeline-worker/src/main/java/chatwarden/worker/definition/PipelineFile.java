package chatwarden.worker.definition;

import chatwarden.mlops.v1.Pipeline;
import chatwarden.mlops.v1.PipelineStep;
import chatwarden.runtime.config.StrictYaml;
import chatwarden.runtime.error.FieldProblem;
import chatwarden.runtime.error.InvalidInputException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads a pipeline from its YAML file, and refuses whatever is not understood. */
public final class PipelineFile {

  private static final Set<String> KEYS =
      Set.of("description", "cron", "time-zone", "make-up", "parameters", "steps");
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");
  private static final String NAME_RULE =
      "1 to 40 lower-case letters, digits and dashes, the first a letter";
  private static final Duration MAKE_UP = Duration.ofHours(1);
  private static final int MAX_STEPS = 50;

  private final Path file;
  private final YamlEntry entry;

  private PipelineFile(Path file, YamlEntry entry) {
    this.file = file;
    this.entry = entry;
  }

  /**
   * Reads a file.
   *
   * @throws InvalidInputException if it is malformed; the message names the file, the key and the
   *     rule
   */
  public static Pipeline read(Path file) {
    Object root = StrictYaml.read(file, problem -> refused(file, problem));
    if (root == null) {
      throw refused(file, "is empty");
    }
    return new PipelineFile(file, YamlEntry.of(file, "", root, KEYS)).pipeline();
  }

  private static InvalidInputException refused(Path file, String problem) {
    return InvalidInputException.of(
        "INVALID_PIPELINE", List.of(new FieldProblem(file.toString(), problem)));
  }

  private Pipeline pipeline() {
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.yaml$", "");
    if (!NAME.matcher(name).matches()) {
      throw refused(file, "names the pipeline " + name + " (expected: " + NAME_RULE + ")");
    }
    Map<String, String> parameters = parameters();
    return Pipeline.newBuilder()
        .setName(name)
        .setDescription(entry.text("description").orElse(""))
        .setCron(cron())
        .setTimeZone(zone())
        .setMakeUp(proto(entry.duration("make-up", MAKE_UP)))
        .putAllParameters(parameters)
        .addAllSteps(steps(parameters.keySet()))
        .build();
  }

  private String cron() {
    String cron = entry.text("cron").orElse("");
    if (!cron.isEmpty()) {
      try {
        var _ = CronSchedule.of(cron, ZoneId.of("UTC"));
      } catch (IllegalArgumentException e) {
        throw entry.broken(
            "cron",
            cron + " (expected: minute, hour, day of month, month, day of week, as 0 3 * * 1)");
      }
    }
    return cron;
  }

  private String zone() {
    String zone = entry.text("time-zone").orElse("UTC");
    try {
      return ZoneId.of(zone).getId();
    } catch (DateTimeException e) {
      throw entry.broken("time-zone", zone + " (expected: a time zone such as Asia/Ho_Chi_Minh)");
    }
  }

  private Map<String, String> parameters() {
    Map<String, String> parameters = new TreeMap<>();
    entry
        .map("parameters")
        .forEach(
            (name, value) -> {
              if (!NAME.matcher(String.valueOf(name)).matches()) {
                throw entry.broken(
                    "parameters." + name, "not a name (expected: " + NAME_RULE + ")");
              }
              if (!(value instanceof String text)) {
                throw entry.broken("parameters." + name, "must be a text");
              }
              parameters.put(String.valueOf(name), text);
            });
    return parameters;
  }

  private List<PipelineStep> steps(Set<String> parameters) {
    List<?> given = entry.list("steps");
    if (given.isEmpty() || given.size() > MAX_STEPS) {
      throw entry.broken("steps", given.size() + " steps (expected: 1 to " + MAX_STEPS + ")");
    }
    List<PipelineStep> steps = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      steps.add(StepEntry.of(file, i, given.get(i), parameters, steps));
    }
    return steps;
  }

  static com.google.protobuf.Duration proto(Duration duration) {
    return com.google.protobuf.Duration.newBuilder()
        .setSeconds(duration.getSeconds())
        .setNanos(duration.getNano())
        .build();
  }
}
