package chatwarden.standalone.command;

import chatwarden.bridge.json.ProtoJsonWriter;
import chatwarden.rewriter.server.RewriterServer;
import chatwarden.rewriter.v1.RewriteTextRequest;
import chatwarden.rewriter.v1.RewriterServiceGrpc;
import chatwarden.rewriter.v1.RewriterServiceGrpc.RewriterServiceFutureStub;
import chatwarden.rewriter.v1.RewrittenText;
import chatwarden.rewriter.v1.TextToRewrite;
import chatwarden.runtime.limit.FieldRules;
import chatwarden.standalone.batch.RewritingColumns;
import chatwarden.standalone.jsonl.TextModel;
import chatwarden.standalone.process.Futures;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "rewrite",
    description = {
      "Proposes polite forms of JSON Lines from standard input, {\"id\",\"text\"} a line, or of the"
          + " rows of a file (--input, --output).",
      "Prints, in the same order,"
          + " {\"id\",\"text\",\"verdict\",\"rewrite\",\"candidates\":[{\"text\",\"similarity\",\"strength\",\"fluency\",\"score\",\"method\"}],\"model\"}"
          + " and, with the verdict CANNOT_REWRITE, \"obstacle\"; in place of a line that is not"
          + " such an object, {\"id\",\"line\",\"error\"}."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {"0:Every line was read.", "1:Some lines were not.", "2:The model failed."})
final class RewriteCommand implements Callable<Integer> {
  private static final JsonMapper JSON = new JsonMapper();

  @Mixin private TextModelOptions options = new TextModelOptions();

  @Override
  public Integer call() throws Exception {
    return options.run(
        (config, telemetry) -> RewriterServer.SERVICE.inProcess("rewrite", config, telemetry),
        "inprocess:rewrite",
        channel -> new Model(RewriterServiceGrpc.newFutureStub(channel)),
        new RewritingColumns(),
        Map.of());
  }

  /** Asks a rewriter, and prints its answers without the message around them. */
  private final class Model implements TextModel {
    private final RewriterServiceFutureStub service;

    Model(RewriterServiceFutureStub service) {
      this.service = service;
    }

    @Override
    public int batch() {
      return FieldRules.most(RewriteTextRequest.getDescriptor(), "comments");
    }

    @Override
    public CompletionStage<List<? extends Message>> answer(List<String> texts) {
      var request =
          RewriteTextRequest.newBuilder().setLanguage(options.language()).setModel(options.model());
      texts.forEach(text -> request.addComments(TextToRewrite.newBuilder().setText(text)));
      return Futures.of(service.rewriteText(request.build()))
          .thenApply(response -> response.getRewritesList());
    }

    @Override
    public String line(String id, String text, Message answer) {
      try {
        ObjectNode line = JSON.createObjectNode().put("id", id).put("text", text);
        byte[] rewriting = ProtoJsonWriter.write(((RewrittenText) answer).getRewriting());
        line.setAll((ObjectNode) JSON.readTree(rewriting));
        return JSON.writeValueAsString(line);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
