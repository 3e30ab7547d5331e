package chatwarden.standalone.command;

import chatwarden.bridge.json.ProtoJsonWriter;
import chatwarden.policy.v1.ReplayCommentsRequest;
import chatwarden.policy.v1.ReplayCommentsResponse;
import chatwarden.standalone.backtest.ReplaySum;
import chatwarden.standalone.terminal.SafeText;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "replay",
    description =
        "Runs the stored comments of a chat again through the models and settings of now, and"
            + " compares labels, probabilities, decisions and spans bit for bit. Names what"
            + " changed: a model, a tier, a language, a rule, other settings. Nothing is stored.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {
      "0:Every comment comes out the same.",
      "1:Some come out otherwise.",
      "2:The comments could not be run again."
    })
final class ReplayCommand implements Callable<Integer> {
  @Mixin private BridgeOptions bridge = new BridgeOptions();

  @Option(names = "--chat", paramLabel = "CHAT", required = true, description = "The chat's id.")
  private String chat = "";

  @Option(
      names = "--differences",
      paramLabel = "N",
      description = "How many comments that differ to show, at most 100. Default: 10.")
  private int differences = 10;

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    return bridge.call(
        channel -> {
          PrintWriter err = spec.commandLine().getErr();
          ReplayCommentsResponse replay =
              ReplaySum.of(
                  channel,
                  ReplayCommentsRequest.newBuilder()
                      .setChat(chat)
                      .setMaxDifferences(differences)
                      .build(),
                  count -> err.println("compared " + count + " comments"));
          PrintWriter out = spec.commandLine().getOut();
          if (json) {
            out.println(new String(ProtoJsonWriter.write(replay), StandardCharsets.UTF_8));
          } else {
            ReplaySum.lines(replay, SafeText::of).forEach(out::println);
          }
          return ReplaySum.isSame(replay) ? 0 : 1;
        });
  }
}
