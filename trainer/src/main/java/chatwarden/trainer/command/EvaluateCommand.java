package chatwarden.trainer.command;

import chatwarden.classifier.model.ClassProbabilities;
import chatwarden.classifier.model.Classifier;
import chatwarden.classifier.server.ClassifierLoaders;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.serving.repository.ModelFolder;
import chatwarden.serving.repository.ModelLease;
import chatwarden.serving.repository.ModelRepository;
import chatwarden.serving.repository.VersionPolicy;
import chatwarden.trainer.data.LabelledFile;
import chatwarden.trainer.data.LabelledText;
import chatwarden.trainer.evaluation.Evaluation;
import chatwarden.trainer.evaluation.EvaluationReport;
import chatwarden.trainer.evaluation.ObfuscatedSuite;
import chatwarden.trainer.report.HtmlReport;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "evaluate",
    description =
        "Scores a version of a classifier on a labelled file (CSV with the columns text and label),"
            + " as it is and obfuscated.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {"0:The figures are printed.", "2:The evaluation failed."})
final class EvaluateCommand implements Callable<Integer> {
  private static final String TASK = "classification";

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--model",
      paramLabel = "NAME[@VERSION]",
      required = true,
      description = "The model; without a version its newest.")
  private String model = "";

  @Option(
      names = "--data",
      paramLabel = "FILE",
      required = true,
      description = "The labelled file.")
  private Path file = Path.of("");

  @Option(
      names = "--models",
      paramLabel = "DIR",
      description = "The folder of the models. Default: the models that ship.")
  private @Nullable Path models;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Also write the figures, with pictures, to this HTML file.")
  private @Nullable Path report;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Where the draws of the intervals start. Default: 20260101.")
  private long seed = 20260101;

  @Override
  public Integer call() throws IOException {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw InvalidInputException.of("--data", "there is no readable file " + file);
    }
    PrintWriter out = Objects.requireNonNull(spec, "spec").commandLine().getOut();
    Path folder = models == null ? DataOptions.shipped() : models;
    String name = model.replaceFirst("@.*", "");
    if (!Files.isDirectory(folder.resolve(name))) {
      throw InvalidInputException.of("--model", "there is no model " + name + " in " + folder);
    }
    ModelRepository<Classifier> repository =
        new ModelRepository<>(
            TASK,
            () -> {
              var versions = ModelFolder.at(folder).versions();
              versions.keySet().removeIf(id -> !id.name().equals(name));
              return versions;
            },
            ClassifierLoaders.all(),
            VersionPolicy.ALL,
            new SimpleMeterRegistry());
    repository.start();
    try (ModelLease<Classifier> lease = repository.lease(model)) {
      evaluate(lease, out);
      return 0;
    } finally {
      repository.close();
    }
  }

  private void evaluate(ModelLease<Classifier> lease, PrintWriter out) throws IOException {
    Classifier classifier = lease.model();
    Path absolute = file.toAbsolutePath();
    LabelledFile data =
        LabelledFile.read(
            Objects.requireNonNull(absolute.getParent(), "folder"),
            String.valueOf(absolute.getFileName()),
            classifier.labels());
    if (data.rows().isEmpty()) {
      throw InvalidInputException.of("--data", file + " has no rows");
    }
    List<String> texts = data.rows().stream().map(LabelledText::text).toList();
    int[] truth = data.rows().stream().mapToInt(LabelledText::label).toArray();
    List<ClassProbabilities> answers = classifier.classify(texts);
    Evaluation evaluation = Evaluation.of(answers, truth, seed);
    ObfuscatedSuite obfuscated = ObfuscatedSuite.of(classifier, texts, truth);
    out.println("model=%s rows=%d sha256=%s".formatted(lease.id(), texts.size(), data.sha256()));
    out.println(EvaluationReport.markdown(evaluation));
    out.println(obfuscated.markdown());
    if (report != null) {
      Files.writeString(report, page(lease, data, evaluation, obfuscated));
      out.println("wrote " + report);
    }
  }

  private static String page(
      ModelLease<Classifier> lease,
      LabelledFile data,
      Evaluation evaluation,
      ObfuscatedSuite obfuscated) {
    Map<String, Double> bars = new LinkedHashMap<>();
    bars.put("clean", evaluation.macroF1());
    bars.put("a way drawn for each", obfuscated.drawn());
    bars.putAll(obfuscated.byKind());
    return new HtmlReport(lease.id() + " on " + data.name())
        .evaluation("Figures", evaluation)
        .bars("Macro-F1 on obfuscated texts", bars)
        .facts("Data", Map.of(data.name(), data.rows().size() + " rows, " + data.sha256()))
        .html();
  }
}
