package chatwarden.trainer.command;

import chatwarden.inference.classifier.ClassProbabilities;
import chatwarden.inference.classifier.Classifier;
import chatwarden.inference.loader.ClassifierLoaders;
import chatwarden.inference.loader.TaggerLoaders;
import chatwarden.inference.tagger.SpanTagger;
import chatwarden.repository.ModelLease;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.trainer.data.LabelledFile;
import chatwarden.trainer.data.LabelledText;
import chatwarden.trainer.evaluation.Evaluation;
import chatwarden.trainer.evaluation.EvaluationReport;
import chatwarden.trainer.evaluation.ObfuscatedSuite;
import chatwarden.trainer.report.HtmlReport;
import chatwarden.trainer.tagging.SpanEvaluation;
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
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "evaluate",
    description =
        "Scores a version of a model on a file: a classifier on CSV with the columns text and"
            + " label, as it is and obfuscated; a span tagger on CSV with the columns text and"
            + " spans.",
    mixinStandardHelpOptions = true,
    subcommands = EvaluateRewriterCommand.class,
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {"0:The figures are printed.", "2:The evaluation failed."})
final class EvaluateCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--model",
      paramLabel = "NAME[@VERSION]",
      description = "The model; without a version its newest.")
  private String model = "";

  @Option(names = "--data", paramLabel = "FILE", description = "The labelled file.")
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
    if (model.isEmpty() || file.toString().isEmpty()) {
      throw new ParameterException(
          Objects.requireNonNull(spec, "spec").commandLine(),
          "Missing required options: '--model=NAME[@VERSION]', '--data=FILE'");
    }
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw InvalidInputException.of("--data", "cannot read the file " + file);
    }
    PrintWriter out = Objects.requireNonNull(spec, "spec").commandLine().getOut();
    NamedModel named = NamedModel.in(models == null ? DataOptions.shipped() : models, model);
    switch (named.task()) {
      case TaggerLoaders.TASK ->
          named.with(TaggerLoaders.task(), lease -> evaluateSpans(lease, out));
      case ClassifierLoaders.TASK ->
          named.with(ClassifierLoaders.task(), lease -> evaluate(lease, out));
      default ->
          throw InvalidInputException.of(
              "--model",
              "%s has the task %s (expected: %s or %s; `evaluate rewriter` for the others)"
                  .formatted(model, named.task(), ClassifierLoaders.TASK, TaggerLoaders.TASK));
    }
    return 0;
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
