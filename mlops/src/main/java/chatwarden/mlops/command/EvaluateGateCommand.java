package chatwarden.mlops.command;

import chatwarden.inference.loader.ClassifierLoaders;
import chatwarden.mlops.data.LabelledFile;
import chatwarden.mlops.gate.ProbeFiles;
import chatwarden.mlops.run.GateResult;
import chatwarden.mlops.run.ServedVersion;
import chatwarden.mlops.stageone.StageOneFigures;
import chatwarden.mlops.stageone.StageOneGate;
import chatwarden.mlops.stageone.StageOneTraining;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "gate",
    description =
        "Compares a candidate of a classifier with the version that answers, on"
            + " DIR/dev.csv and the probes of the language: field cases, game chat, and harmless"
            + " sentences about groups, with names and in varieties.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {
      "0:The candidate may take the place of the version before, or there is none before.",
      "1:It is worse, beyond noise or by two points in an error rate, or it is the same.",
      "2:The comparison failed."
    })
final class EvaluateGateCommand implements Callable<Integer> {
  private static final String DEVELOPMENT = "dev.csv";

  @Spec private @Nullable CommandSpec spec;
  @Mixin private DataOptions data = new DataOptions();

  @Option(
      names = "--model",
      required = true,
      paramLabel = "NAME",
      description = "The name of the model.")
  private String model = "";

  @Option(
      names = "--candidate",
      required = true,
      paramLabel = "DIR",
      description = "The folder of models in which the candidate is; its newest version is taken.")
  private Path candidate = Path.of("");

  @Option(
      names = "--probes",
      paramLabel = "DIR",
      description =
          "The folder with field-cases/ and chat-corpus/. Default: DIR of --data; without these"
              + " folders their probes are left out.")
  private @Nullable Path probes;

  @Option(
      names = "--target",
      paramLabel = "HOST:PORT",
      defaultValue = "",
      description =
          "The bridge that knows which version answers, by the rollout of the model; its key is in"
              + " CHATWARDEN_KEY. Default: the newest among the models counts as that.")
  private String target = "";

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Also write the comparison to this file, as JSON.")
  private @Nullable Path json;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Where the draws of the intervals start. Default: 20260101.")
  private long seed = 20260101;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = Objects.requireNonNull(spec, "spec").commandLine().getOut();
    NamedModel.Version fresh = NamedModel.in(candidate, model).newest();
    NamedModel served =
        NamedModel.hasIn(data.models(), model) ? NamedModel.in(data.models(), model) : null;
    if (served == null) {
      out.println(
          "%s is the first version of %s: there is none to compare it with"
              .formatted(fresh.id(), model));
      write(Map.of("passed", "true", "version before", "none"));
      return 0;
    }
    NamedModel.Version before = answering(served);
    if (ServedVersion.isSame(fresh.folder(), before.folder())) {
      out.println("stopped: %s has the files of %s".formatted(fresh.id(), before.id()));
      write(Map.of("passed", "false", "version before", before.id().version(), "same", "true"));
      return 1;
    }
    GateResult<StageOneFigures> result = gate().result(fresh.folder(), before.folder());
    out.println(result.sentence("macro-F1"));
    out.println(result.errorLines());
    out.println(
        result.passed()
            ? "passed: " + fresh.id()
            : "stopped: %s, worse in %s"
                .formatted(fresh.id(), String.join(", ", result.worse("macro-F1"))));
    write(result.facts());
    return result.passed() ? 0 : 1;
  }

  private NamedModel.Version answering(NamedModel served) {
    Optional<String> answering =
        target.isEmpty()
            ? Optional.empty()
            : AnsweringVersion.at(
                target, Objects.requireNonNullElse(System.getenv("CHATWARDEN_KEY"), ""), model);
    return answering.map(served::version).orElseGet(served::newest);
  }

  private void write(Map<String, String> facts) throws IOException {
    if (json != null) {
      Files.writeString(json, new ObjectMapper().writeValueAsString(facts) + "\n");
    }
  }

  private StageOneGate gate() throws IOException {
    LabelledFile development =
        LabelledFile.read(data.folder(), DEVELOPMENT, StageOneTraining.LABELS);
    return new StageOneGate(
        development.rows(),
        ProbeFiles.read(
            TrainStageOneCommand.terms(),
            probes == null ? data.folder() : probes,
            data.set(ClassifierLoaders.TASK).language()),
        seed);
  }
}
