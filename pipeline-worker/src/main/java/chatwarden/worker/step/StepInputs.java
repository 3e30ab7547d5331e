package chatwarden.worker.step;

import chatwarden.mlops.v1.PipelineRun;
import chatwarden.mlops.v1.PipelineStep;
import chatwarden.mlops.v1.StepResult;
import chatwarden.mlops.v1.StepRun;
import chatwarden.store.pipeline.RunFolder;
import chatwarden.worker.definition.Placeholder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The values that a run has for the placeholders of a step's command. */
final class StepInputs {

  private final PipelineRun run;
  private final RunFolder folder;
  private final Map<String, StepResult> results;

  StepInputs(PipelineRun run, RunFolder folder) {
    this.run = run;
    this.folder = folder;
    this.results =
        run.getStepsList().stream()
            .collect(Collectors.toMap(step -> step.getStep().getName(), StepRun::getResult));
  }

  /** Returns the command as it is run. */
  List<String> command(PipelineStep step) {
    return step.getCommandList().stream().map(word -> Placeholder.fill(word, this::value)).toList();
  }

  private String value(Placeholder placeholder) {
    return switch (placeholder) {
      case Placeholder.Parameter parameter -> run.getParametersOrThrow(parameter.name());
      case Placeholder.Input input -> place(input).toString();
    };
  }

  private Path place(Placeholder.Input input) {
    return folder.made(run.getId(), result(input), input.path());
  }

  private StepResult result(Placeholder.Input input) {
    StepResult result = results.get(input.step());
    if (result == null) {
      throw new IllegalStateException("step " + input.step() + " is not part of the run (a bug)");
    }
    return result;
  }

  /**
   * Returns the SHA-256 over all that the outputs of a step depend on: the command with the content
   * of its inputs in their places, the names of the outputs, and the version of the program.
   */
  String fingerprint(PipelineStep step, String version) {
    StringBuilder text = new StringBuilder(version).append('\n');
    step.getCommandList()
        .forEach(word -> text.append(Placeholder.fill(word, this::content)).append('\0'));
    text.append('\n');
    step.getOutputsList().forEach(output -> text.append(output).append('\0'));
    return Sha256.of(text.toString());
  }

  private String content(Placeholder placeholder) {
    return switch (placeholder) {
      case Placeholder.Parameter parameter -> value(parameter);
      case Placeholder.Input input -> Placeholder.INPUT + content(input);
    };
  }

  private String content(Placeholder.Input input) {
    return result(input).getArtefactsList().stream()
        .filter(
            made ->
                made.getPath().equals(input.path())
                    || made.getPath().startsWith(input.path() + "/"))
        .map(made -> made.getPath().substring(input.path().length()) + "=" + made.getSha256())
        .collect(Collectors.joining(","));
  }
}
