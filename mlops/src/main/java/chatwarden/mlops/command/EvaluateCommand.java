package chatwarden.mlops.command;

import chatwarden.inference.classifier.Classifier;
import chatwarden.inference.loader.ClassifierLoaders;
import chatwarden.inference.loader.TaggerLoaders;
import chatwarden.inference.tagger.SpanTagger;
import chatwarden.mlops.data.LabelledFile;
import chatwarden.mlops.evaluation.EvaluationReport;
import chatwarden.mlops.report.HtmlReport;
import chatwarden.mlops.stageone.StageOneFigures;
import chatwarden.mlops.stagetwo.AnnotatedText;
import chatwarden.mlops.stagetwo.SpanCorpus;
import chatwarden.mlops.stagetwo.SpanFigures;
import chatwarden.repository.ModelFile;
import chatwarden.repository.ModelLease;
import chatwarden.runtime.error.InvalidInputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
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
    subcommands = {EvaluateRewriterCommand.class, EvaluateGateCommand.class},
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
    String page =
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
        };
    if (report != null) {
      Files.writeString(report, page);
      out.println("wrote " + report);
    }
    return 0;
  }

  private String evaluateSpans(ModelLease<SpanTagger> lease, PrintWriter out) throws IOException {
    List<AnnotatedText> texts = SpanCorpus.read(file);
    SpanFigures figures = SpanFigures.of(lease.model(), texts, seed);
    String sha256 = ModelFile.of(file).sha256();
    out.println("model=%s rows=%d sha256=%s".formatted(lease.id(), texts.size(), sha256));
    out.println(figures.markdown());
    return new HtmlReport(lease.id() + " on " + file.getFileName())
        .estimates("F1 of marked code points", figures.metrics().byTexts())
        .facts("Data", Map.of(String.valueOf(file.getFileName()), facts(texts.size(), sha256)))
        .html();
  }

  private String evaluate(ModelLease<Classifier> lease, PrintWriter out) throws IOException {
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
    StageOneFigures figures = StageOneFigures.of(classifier, data.rows(), List.of(), seed);
    int rows = data.rows().size();
    out.println("model=%s rows=%d sha256=%s".formatted(lease.id(), rows, data.sha256()));
    out.println(EvaluationReport.markdown(figures.evaluation()));
    out.println(figures.obfuscated().markdown());
    return new HtmlReport(lease.id() + " on " + data.name())
        .evaluation("Figures", figures.evaluation())
        .obfuscated(figures.evaluation(), figures.obfuscated())
        .facts("Data", Map.of(data.name(), facts(rows, data.sha256())))
        .html();
  }

  private static String facts(int rows, String sha256) {
    return rows + " rows, " + sha256;
  }
}
