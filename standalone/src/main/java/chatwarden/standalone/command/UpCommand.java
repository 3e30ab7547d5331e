package chatwarden.standalone.command;

import chatwarden.bridge.server.BridgeKeys;
import chatwarden.livechat.v1.WatchCommentsResponse;
import chatwarden.runtime.config.Config;
import chatwarden.standalone.log.LogSettings;
import chatwarden.standalone.process.AllInOne;
import chatwarden.standalone.process.LocalBridge;
import chatwarden.standalone.process.PlayedChat;
import chatwarden.standalone.process.Settings;
import chatwarden.standalone.process.Shutdown;
import chatwarden.standalone.terminal.EventPrinter;
import chatwarden.standalone.terminal.Palette;
import chatwarden.type.v1.ChatState;
import chatwarden.type.v1.EndedChat;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "up",
    description = "Starts everything in one process and plays a chat.",
    mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
  @Mixin private ConfigOptions options = new ConfigOptions();

  @Option(
      names = "--source",
      paramLabel = "SOURCE",
      defaultValue = PlayedChat.SAMPLE,
      description = {
        "What to read: sample (the chat that ships), youtube:VIDEO (an id or an address),",
        "twitch:CHANNEL (a name or an address),",
        "file:PATH.jsonl, push:CHAT (comments that callers send), or none. Default: sample."
      })
  private String source = PlayedChat.SAMPLE;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description =
          "Comments a second from the sample or a file; 0 is as fast as it goes. Default: 8 for the"
              + " sample, 0 for a file. The sample is played for about two hours, with raids; at 0"
              + " it is played once.")
  private @Nullable Double rate;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "The port of everything. Default: 8080.")
  private @Nullable Integer port;

  @Option(
      names = "--address",
      paramLabel = "ADDRESS",
      description = "The address to listen on. Default: 127.0.0.1.")
  private @Nullable String address;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Where the embedded engines keep their data. Default: .chatwarden.")
  private @Nullable String dataDir;

  @Option(names = "--no-color", description = "Prints no colours; spans stand in brackets.")
  private boolean noColor;

  @Option(names = "--quiet", description = "Prints no comments.")
  private boolean quiet;

  @Override
  public Integer call() throws Exception {
    PlayedChat played = PlayedChat.of(source, rate);
    Config config =
        played.permitted(
            options.load(
                new ConfigOptions.Flags()
                    .put(BridgeKeys.PORT, port)
                    .put(BridgeKeys.ADDRESS, address)
                    .put(Settings.DATA_DIR, dataDir)));
    LogSettings.apply(config, false);
    LocalBridge.requireFreePort(config);

    AllInOne platform = new AllInOne(config, options.settingsFile());
    Shutdown shutdown = Shutdown.of(platform);
    try {
      platform.start();
      System.err.println("ready " + platform.address());
      return play(played, config, platform);
    } finally {
      shutdown.exit(0);
    }
  }

  private int play(PlayedChat played, Config config, AllInOne platform) throws Exception {
    try (LocalBridge bridge = platform.bridge()) {
      Ending ending = new Ending(printer());
      if (played.start(bridge, config, ending)) {
        if (ending.failure != null) {
          System.err.println("chatwarden: " + ending.failure);
          return 1;
        }
        System.err.println(
            "The chat is over. The page stays at " + platform.address() + "; Ctrl-C stops.");
      }
      new CountDownLatch(1).await();
      return 0;
    }
  }

  private Consumer<WatchCommentsResponse> printer() {
    if (quiet) {
      return event -> {};
    }
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    return new EventPrinter(out, Palette.detect(noColor), ZoneId.systemDefault())::print;
  }

  /** Passes events on and remembers how the chat ended. */
  private static final class Ending implements Consumer<WatchCommentsResponse> {
    private final Consumer<WatchCommentsResponse> next;
    private @Nullable String failure;

    Ending(Consumer<WatchCommentsResponse> next) {
      this.next = next;
    }

    @Override
    public void accept(WatchCommentsResponse event) {
      next.accept(event);
      if (event.hasEnded()) {
        EndedChat ended = event.getEnded();
        failure = ended.getState() == ChatState.FAILED ? ended.getReason() : null;
      }
    }
  }
}
