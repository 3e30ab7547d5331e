package chatwarden.standalone.command;

import chatwarden.classifier.server.ClassifierServer;
import chatwarden.classifier.v1.ClassifierServiceGrpc;
import chatwarden.classifier.v1.ClassifyTextsRequest;
import chatwarden.classifier.v1.TextToClassify;
import chatwarden.standalone.batch.ClassificationColumns;
import chatwarden.standalone.jsonl.TextModel;
import chatwarden.standalone.process.Futures;
import io.grpc.Channel;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "classify",
    description = {
      "Classifies JSON Lines from standard input, {\"id\",\"text\"} a line, or the rows of a file"
          + " (--input, --output).",
      "Prints, in the same order,"
          + " {\"id\",\"classification\":{\"label\",\"probabilities\",\"offensiveProbability\",\"model\",…}};"
          + " in place of a line that is not such an object, {\"id\",\"line\",\"error\"}."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {
      "0:Every line was classified.",
      "1:Some lines were not.",
      "2:The model failed."
    })
final class ClassifyCommand implements Callable<Integer> {
  @Mixin private TextModelOptions options = new TextModelOptions();

  @Option(
      names = "--explain",
      description =
          "Adds to every answer an \"explanation\": the n-grams that weighed most, and the words"
              + " without which the text falls under the threshold.")
  private boolean explain;

  @Option(
      names = "--explain-threshold",
      paramLabel = "P",
      description =
          "That threshold: above 0, at most 1. Implies --explain. Default: that of sessions.")
  private @Nullable Float explainThreshold;

  @Override
  public Integer call() throws Exception {
    return options.run(
        (config, telemetry) -> ClassifierServer.SERVICE.inProcess("classify", config, telemetry),
        "inprocess:classify",
        this::model,
        new ClassificationColumns(isExplained()),
        question());
  }

  private boolean isExplained() {
    return explain || explainThreshold != null;
  }

  private Map<String, String> question() {
    return Map.of(
        "--explain",
        String.valueOf(isExplained()),
        "--explain-threshold",
        explainThreshold == null ? "" : explainThreshold.toString());
  }

  private TextModel model(Channel channel) {
    var service = ClassifierServiceGrpc.newFutureStub(channel);
    return texts -> {
      var request =
          ClassifyTextsRequest.newBuilder()
              .setLanguage(options.language())
              .setModel(options.model())
              .setExplain(isExplained());
      if (explainThreshold != null) {
        request.setExplainThreshold(explainThreshold);
      }
      texts.forEach(text -> request.addComments(TextToClassify.newBuilder().setText(text)));
      return Futures.of(service.classifyTexts(request.build()))
          .thenApply(response -> response.getClassificationsList());
    };
  }
}
