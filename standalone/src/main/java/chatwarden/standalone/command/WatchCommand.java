package chatwarden.standalone.command;

import chatwarden.runtime.grpc.GrpcChannels;
import chatwarden.standalone.process.BridgeKey;
import chatwarden.standalone.process.ChatFollower;
import chatwarden.standalone.terminal.EventPrinter;
import chatwarden.standalone.terminal.Palette;
import io.grpc.ManagedChannel;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "watch",
    description = "Prints what happens in a chat until it is over or Ctrl-C.",
    mixinStandardHelpOptions = true)
final class WatchCommand implements Callable<Integer> {
  @Parameters(paramLabel = "CHAT", description = "The chat's id; GET /v1/chats lists them.")
  private String chat = "";

  @Option(
      names = "--target",
      paramLabel = "HOST:PORT",
      defaultValue = "localhost:8080",
      description = "The bridge. Default: ${DEFAULT-VALUE}.")
  private String target = "localhost:8080";

  @Option(
      names = "--from",
      paramLabel = "TOKEN",
      defaultValue = "",
      description = "A resume token; 0-0 is the oldest kept event. Default: now.")
  private String from = "";

  @Option(names = "--no-color", description = "Prints no colours; spans stand in brackets.")
  private boolean noColor;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      defaultValue = "${env:CHATWARDEN_KEY}",
      description =
          "The API key, where the bridge wants one; better in the variable CHATWARDEN_KEY, which"
              + " no list of processes shows.")
  private @Nullable String key;

  @Override
  public Integer call() throws InterruptedException {
    EventPrinter printer =
        new EventPrinter(System.out, Palette.detect(noColor), ZoneId.systemDefault());
    ManagedChannel channel = GrpcChannels.open(target);
    try {
      new ChatFollower(BridgeKey.on(channel, key == null ? "" : key), chat, from, printer::print)
          .follow();
      return 0;
    } finally {
      channel.shutdownNow();
    }
  }
}
