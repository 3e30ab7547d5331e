package chatwarden.worker.definition;

import chatwarden.mlops.v1.PipelineStep;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads one step. It may need only steps before it, so that no steps wait for each other; a step
 * whose outputs it reads is needed without a word.
 */
final class StepEntry {

  private static final Set<String> KEYS =
      Set.of(
          "name", "needs", "command", "outputs", "timeout", "retries", "backoff", "reuse",
          "resume");
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");
  private static final Pattern PATH =
      Pattern.compile("(?!.*(^|/)\\.\\.?(/|$))[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*");
  private static final Duration TIMEOUT = Duration.ofHours(1);
  private static final Duration BACKOFF = Duration.ofSeconds(30);
  private static final int MOST_RETRIES = 100;

  private final YamlEntry entry;
  private final Set<String> parameters;
  private final Map<String, PipelineStep> before = new TreeMap<>();

  private StepEntry(YamlEntry entry, Set<String> parameters, List<PipelineStep> before) {
    this.entry = entry;
    this.parameters = parameters;
    before.forEach(step -> this.before.put(step.getName(), step));
  }

  static PipelineStep of(
      Path file, int place, Object value, Set<String> parameters, List<PipelineStep> before) {
    YamlEntry entry = YamlEntry.of(file, "steps[" + place + "].", value, KEYS);
    return new StepEntry(entry, parameters, before).step();
  }

  private PipelineStep step() {
    String name =
        entry.matching(
            "name", NAME, "1 to 40 lower-case letters, digits and dashes, the first a letter");
    if (before.containsKey(name)) {
      throw entry.broken("name", name + " (expected: a name that no step before it has)");
    }
    List<String> command = entry.texts("command");
    if (command.isEmpty()) {
      throw entry.broken("command", "missing (expected: a list of the program and its arguments)");
    }
    Set<String> needs = new TreeSet<>(entry.texts("needs"));
    Set<String> inputs = new LinkedHashSet<>();
    for (String word : command) {
      for (Placeholder placeholder : Placeholder.in(word)) {
        switch (placeholder) {
          case Placeholder.Parameter parameter -> requireParameter(parameter);
          case Placeholder.Input input -> {
            requireInput(input);
            needs.add(input.step());
            inputs.add(input.reference());
          }
        }
      }
    }
    for (String need : needs) {
      if (!before.containsKey(need)) {
        throw entry.broken("needs", need + expectedStep());
      }
    }
    return PipelineStep.newBuilder()
        .setName(name)
        .addAllNeeds(needs)
        .addAllCommand(command)
        .addAllInputs(inputs)
        .addAllOutputs(outputs())
        .setTimeout(PipelineFile.proto(entry.duration("timeout", TIMEOUT)))
        .setRetries(entry.integer("retries", 0, MOST_RETRIES))
        .setBackoff(PipelineFile.proto(entry.duration("backoff", BACKOFF)))
        .setReuse(entry.flag("reuse"))
        .setResume(entry.flag("resume"))
        .build();
  }

  private List<String> outputs() {
    List<String> outputs = entry.texts("outputs");
    for (String output : outputs) {
      if (!PATH.matcher(output).matches()) {
        throw entry.broken(
            "outputs", output + " (expected: a path within the working folder of the step)");
      }
    }
    return outputs;
  }

  private void requireParameter(Placeholder.Parameter parameter) {
    if (!parameters.contains(parameter.name())) {
      String known = parameters.stream().sorted().collect(Collectors.joining(", "));
      throw entry.broken(
          "command",
          "${%s} (expected: a parameter%s, or input:STEP/PATH)"
              .formatted(parameter.name(), known.isEmpty() ? "" : ": " + known));
    }
  }

  private void requireInput(Placeholder.Input input) {
    PipelineStep from = before.get(input.step());
    if (from == null) {
      throw entry.broken("command", "${input:" + input.reference() + "}" + expectedStep());
    }
    boolean isMade =
        PATH.matcher(input.path()).matches()
            && from.getOutputsList().stream()
                .anyMatch(made -> input.path().equals(made) || input.path().startsWith(made + "/"));
    if (!isMade) {
      throw entry.broken(
          "command",
          "${input:%s} (expected: an output of %s: %s)"
              .formatted(
                  input.reference(), input.step(), String.join(", ", from.getOutputsList())));
    }
  }

  private String expectedStep() {
    return before.isEmpty()
        ? " (expected: nothing, as no step is before it)"
        : " (expected: a step before it: " + String.join(", ", before.keySet()) + ")";
  }
}
