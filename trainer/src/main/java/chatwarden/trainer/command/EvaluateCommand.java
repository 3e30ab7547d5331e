package chatwarden.trainer.command;

import chatwarden.inference.classifier.ClassProbabilities;
import chatwarden.inference.classifier.Classifier;
import chatwarden.inference.loader.ClassifierLoaders;
import chatwarden.inference.loader.TaggerLoaders;
import chatwarden.inference.tagger.SpanTagger;
import chatwarden.repository.ModelFiles;
import chatwarden.repository.ModelFolder;
import chatwarden.repository.ModelId;
import chatwarden.repository.ModelLease;
import chatwarden.repository.ModelRepository;
import chatwarden.repository.ModelTask;
import chatwarden.repository.VersionPolicy;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.trainer.data.LabelledFile;
import chatwarden.trainer.data.LabelledText;
import chatwarden.trainer.evaluation.Evaluation;
import chatwarden.trainer.evaluation.EvaluationReport;
import chatwarden.trainer.evaluation.ObfuscatedSuite;
import chatwarden.trainer.report.HtmlReport;
import chatwarden.trainer.tagging.SpanEvaluation;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "evaluate",
    description =
        "Scores a version of a model on a file: a classifier on CSV with the columns text and"
            + " label, as it is and obfuscated; a span tagger on CSV with the columns text and"
            + " spans.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {"0:The figures are printed.", "2:The evaluation failed."})
final class EvaluateCommand implements Callable<Integer> {
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
      throw InvalidInputException.of("--data", "cannot read the file " + file);
    }
    PrintWriter out = Objects.requireNonNull(spec, "spec").commandLine().getOut();
    Path folder = models == null ? DataOptions.shipped() : models;
    String name = model.replaceFirst("@.*", "");
    Map<ModelId, Path> versions = versions(folder, name);
    String task = task(versions);
    return switch (task) {
      case TaggerLoaders.TASK ->
          with(repository(TaggerLoaders.task(), versions), lease -> evaluateSpans(lease, out));
      case ClassifierLoaders.TASK ->
          with(repository(ClassifierLoaders.task(), versions), lease -> evaluate(lease, out));
      default ->
          throw InvalidInputException.of(
              "--model",
              "%s has the task %s (expected: %s or %s)"
                  .formatted(name, task, ClassifierLoaders.TASK, TaggerLoaders.TASK));
    };
  }

  private static Map<ModelId, Path> versions(Path folder, String name) {
    Map<ModelId, Path> versions = new TreeMap<>(ModelFolder.at(folder).versions());
    versions.keySet().removeIf(id -> !id.name().equals(name));
    if (versions.isEmpty()) {
      throw InvalidInputException.of("--model", "no model " + name + " in " + folder);
    }
    return versions;
  }

  /** Returns the task of the version asked for, else of the newest. */
  private String task(Map<ModelId, Path> versions) {
    ModelId chosen =
        versions.keySet().stream()
            .filter(id -> id.toString().equals(model))
            .findFirst()
            .orElseGet(() -> new TreeMap<>(versions).lastKey());
    return ModelFiles.manifest(chosen, Objects.requireNonNull(versions.get(chosen), "folder"))
        .task();
  }

  /** The work with the model. */
  private interface Work<M extends AutoCloseable> {
    void on(ModelLease<M> lease) throws IOException;
  }

  private <M extends AutoCloseable> int with(ModelRepository<M> repository, Work<M> work)
      throws IOException {
    repository.start();
    try (ModelLease<M> lease = repository.lease(model)) {
      work.on(lease);
      return 0;
    } finally {
      repository.close();
    }
  }

  private static <M extends AutoCloseable> ModelRepository<M> repository(
      ModelTask<M> task, Map<ModelId, Path> versions) {
    return new ModelRepository<>(
        task.name(),
        () -> new TreeMap<>(versions),
        task.loaders(),
        VersionPolicy.ALL,
        new SimpleMeterRegistry());
  }

  private void evaluateSpans(ModelLease<SpanTagger> lease, PrintWriter out) throws IOException {
    if (report != null) {
      throw InvalidInputException.of("--report", "a span tagger has none");
    }
    SpanEvaluation evaluation = SpanEvaluation.of(lease.model(), file, seed);
    out.println("model=%s rows=%d".formatted(lease.id(), evaluation.texts()));
    out.println(evaluation.markdown());
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
