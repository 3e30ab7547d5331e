package chatwarden.mlops.command;

import chatwarden.inference.loader.RewriterLoaders;
import chatwarden.inference.loader.TaggerLoaders;
import chatwarden.mlops.rewriting.RewriterEvaluation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "rewriter",
    description = {
      "Scores a rewriter on the dev split of paradetox/ (en) or vihos/ (vi) in DIR, beside copies,"
          + " deletion of what stage 2 marks, one polite sentence, and people.",
      "The evaluators are fitted on train splits: for en paradetox/ and davidson/, for vi vihos/,"
          + " vihsd/ and chat-corpus/vi_social.txt.xz."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {"0:The table is printed.", "2:The evaluation failed."})
final class EvaluateRewriterCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private DataOptions data = new DataOptions();

  @Option(
      names = "--model",
      paramLabel = "NAME[@VERSION]",
      defaultValue = "chat-rewriter",
      description = "The rewriter. Default: ${DEFAULT-VALUE}.")
  private String model = "";

  @Option(
      names = "--tagger",
      paramLabel = "NAME[@VERSION]",
      defaultValue = "chat-spans",
      description = "The model of stage 2 whose spans are deleted. Default: ${DEFAULT-VALUE}.")
  private String tagger = "";

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Where the draws of the intervals start. Default: 20260101.")
  private long seed = 20260101;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = Objects.requireNonNull(spec, "spec").commandLine().getOut();
    Path folder = data.folder();
    NamedModel rewriter = NamedModel.in(data.models(), model);
    NamedModel spans = NamedModel.in(data.models(), tagger);
    try (ProgressBar progress = ProgressBar.on(spec.commandLine().getErr())) {
      RewriterEvaluation evaluation =
          RewriterEvaluation.of(folder, data.language(), seed, progress::accept);
      String table =
          rewriter.with(
              RewriterLoaders.task(),
              asked ->
                  spans.with(
                      TaggerLoaders.task(),
                      marking ->
                          evaluation.markdown(
                              asked.id().toString(),
                              asked.model(),
                              marking.model(),
                              progress::accept)));
      out.println(table);
    }
    return 0;
  }
}
