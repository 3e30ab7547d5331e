package chatwarden.standalone.command;

import chatwarden.standalone.batch.TaggingColumns;
import chatwarden.standalone.jsonl.TextModel;
import chatwarden.standalone.process.Futures;
import chatwarden.tagger.server.TaggerServer;
import chatwarden.tagger.v1.TagSpansRequest;
import chatwarden.tagger.v1.TaggerServiceGrpc;
import chatwarden.tagger.v1.TextToTag;
import io.grpc.Channel;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "tag",
    description = {
      "Marks the offensive parts of JSON Lines from standard input, {\"id\",\"text\"} a line, or of"
          + " the rows of a file (--input, --output).",
      "Prints, in the same order,"
          + " {\"id\",\"tagging\":{\"spans\":[{\"start\",\"end\",\"text\",\"score\"}],\"coverage\",\"model\"}},"
          + " half-open in code points of the text as sent; in place of a line that is not such an"
          + " object, {\"id\",\"line\",\"error\"}."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {"0:Every line was tagged.", "1:Some lines were not.", "2:The model failed."})
final class TagCommand implements Callable<Integer> {
  @Mixin private TextModelOptions options = new TextModelOptions();

  @Override
  public Integer call() throws Exception {
    return options.run(
        (config, telemetry) -> TaggerServer.SERVICE.inProcess("tag", config, telemetry),
        "inprocess:tag",
        this::model,
        new TaggingColumns(),
        Map.of());
  }

  private TextModel model(Channel channel) {
    var service = TaggerServiceGrpc.newFutureStub(channel);
    return texts -> {
      var request =
          TagSpansRequest.newBuilder().setLanguage(options.language()).setModel(options.model());
      texts.forEach(text -> request.addComments(TextToTag.newBuilder().setText(text)));
      return Futures.of(service.tagSpans(request.build()))
          .thenApply(response -> response.getTaggingsList());
    };
  }
}
