package chatwarden.standalone.command;

import chatwarden.mlops.v1.CancelRunRequest;
import chatwarden.mlops.v1.ListPipelinesRequest;
import chatwarden.mlops.v1.ListRunsRequest;
import chatwarden.mlops.v1.Pipeline;
import chatwarden.mlops.v1.PipelineRun;
import chatwarden.mlops.v1.ReadStepLogRequest;
import chatwarden.mlops.v1.ResumeRunRequest;
import chatwarden.mlops.v1.RunParameter;
import chatwarden.mlops.v1.RunPipelineRequest;
import chatwarden.mlops.v1.RunState;
import chatwarden.standalone.process.LocalPipelines;
import java.io.PrintWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The pipelines and their runs, through a bridge. */
@Command(
    name = "pipeline",
    description = "Runs pipelines, lists their runs, resumes and cancels them.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {
      "0:The call succeeded; where it waits for the end of a run, the run is done.",
      "1:The run failed or was cancelled.",
      "2:The call failed."
    })
final class PipelineCommand implements Runnable {
  private static final int RECENT = 20;
  private static final String RUN =
      "The id of the run, or the pipeline, whose newest run is meant.";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getErr());
  }

  @Command(
      name = "run",
      description = "Begins a run of a pipeline.",
      mixinStandardHelpOptions = true)
  int run(
      @Mixin PipelineTarget target,
      @Mixin ConfigOptions options,
      @Option(
              names = "--param",
              paramLabel = "NAME=VALUE",
              description = "A parameter of the pipeline. May be repeated.")
          @Nullable Map<String, String> parameters,
      @Option(
              names = "--run",
              paramLabel = "ID",
              defaultValue = "",
              description = "The id of the run; with the same id a call can be repeated.")
          String id,
      @Option(names = "--wait", description = "Waits for the end of the run.") boolean wait,
      @Option(
              names = "--local",
              description =
                  "Runs it in this process, without a bridge, on the Redis of the settings or an"
                      + " embedded one.")
          boolean local,
      @Parameters(paramLabel = "NAME", description = "The pipeline.") String name)
      throws Exception {
    Map<String, String> given = parameters == null ? Map.of() : parameters;
    RunPrinter printer = new RunPrinter(out());
    if (local) {
      try (LocalPipelines here =
          LocalPipelines.open(options.load(new ConfigOptions.Flags()), options.settingsFile())) {
        return status(printer, here.run(name, given, printer::changes));
      }
    }
    return target.call(
        service -> {
          PipelineRun run =
              PipelineTarget.timed(service)
                  .runPipeline(
                      RunPipelineRequest.newBuilder()
                          .setPipeline(name)
                          .setRun(id)
                          .addAllParameters(
                              given.entrySet().stream()
                                  .map(
                                      each ->
                                          RunParameter.newBuilder()
                                              .setName(each.getKey())
                                              .setValue(each.getValue())
                                              .build())
                                  .toList())
                          .build());
          if (!wait) {
            printer.line(run);
            return 0;
          }
          return status(printer, PipelineTarget.await(service, run, printer::changes));
        });
  }

  private static int status(RunPrinter printer, PipelineRun run) {
    printer.line(run);
    return run.getState() == RunState.RUN_DONE ? 0 : 1;
  }

  @Command(
      name = "list",
      description = "Lists the pipelines and the newest runs.",
      mixinStandardHelpOptions = true)
  int list(@Mixin PipelineTarget target) throws Exception {
    return target.call(
        service -> {
          for (Pipeline pipeline :
              PipelineTarget.timed(service)
                  .listPipelines(ListPipelinesRequest.newBuilder().setPageSize(1_000).build())
                  .getPipelinesList()) {
            out()
                .printf(
                    "%-20s  %-16s  %s%n",
                    pipeline.getName(),
                    pipeline.getCron().isEmpty() ? "no schedule" : pipeline.getCron(),
                    pipeline.getDescription());
          }
          out().println();
          RunPrinter printer = new RunPrinter(out());
          PipelineTarget.timed(service)
              .listRuns(ListRunsRequest.newBuilder().setPageSize(RECENT).build())
              .getRunsList()
              .forEach(printer::line);
          return 0;
        });
  }

  @Command(
      name = "show",
      description = "Shows a run with its steps, or the log of one.",
      mixinStandardHelpOptions = true)
  int show(
      @Mixin PipelineTarget target,
      @Option(
              names = "--log",
              paramLabel = "STEP",
              description = "Prints the end of the log of this step.")
          @Nullable String step,
      @Parameters(paramLabel = "RUN", description = RUN) String name)
      throws Exception {
    return target.call(
        service -> {
          PipelineRun run = PipelineTarget.find(service, name);
          if (step == null) {
            new RunPrinter(out()).whole(run);
          } else {
            out()
                .print(
                    PipelineTarget.timed(service)
                        .readStepLog(
                            ReadStepLogRequest.newBuilder()
                                .setRun(run.getId())
                                .setStep(step)
                                .build())
                        .getText());
            out().flush();
          }
          return 0;
        });
  }

  @Command(
      name = "cancel",
      description = "Cancels a run: its commands are killed.",
      mixinStandardHelpOptions = true)
  int cancel(
      @Mixin PipelineTarget target, @Parameters(paramLabel = "RUN", description = RUN) String name)
      throws Exception {
    return target.call(
        service -> {
          String id = PipelineTarget.find(service, name).getId();
          new RunPrinter(out())
              .line(
                  PipelineTarget.timed(service)
                      .cancelRun(CancelRunRequest.newBuilder().setRun(id).build()));
          return 0;
        });
  }

  @Command(
      name = "resume",
      description = "Goes on with a run that failed or was cancelled; done steps stay done.",
      mixinStandardHelpOptions = true)
  int resume(
      @Mixin PipelineTarget target,
      @Option(names = "--wait", description = "Waits for the end of the run.") boolean wait,
      @Parameters(paramLabel = "RUN", description = RUN) String name)
      throws Exception {
    return target.call(
        service -> {
          String id = PipelineTarget.find(service, name).getId();
          RunPrinter printer = new RunPrinter(out());
          PipelineRun run =
              PipelineTarget.timed(service)
                  .resumeRun(ResumeRunRequest.newBuilder().setRun(id).build());
          if (!wait) {
            printer.line(run);
            return 0;
          }
          return status(printer, PipelineTarget.await(service, run, printer::changes));
        });
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
