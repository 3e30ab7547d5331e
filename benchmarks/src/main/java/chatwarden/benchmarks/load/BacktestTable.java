package chatwarden.benchmarks.load;

import chatwarden.policy.v1.BacktestSettingsRequest;
import chatwarden.policy.v1.BacktestSettingsResponse;
import chatwarden.runtime.grpc.GrpcChannels;
import chatwarden.settings.v1.ChatSettings;
import chatwarden.settings.v1.Rule;
import chatwarden.standalone.backtest.BacktestSum;
import chatwarden.testing.engine.RedisServer;
import chatwarden.testing.process.FreePorts;
import chatwarden.testing.process.JavaProcess;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Back-tests of a chat that a Redis holds, by a bridge in a process of its own. */
@Command(
    name = "backtest",
    description = {
      "Measures back-tests of a policy over the stored comments of a chat, page by page as"
          + " `chatwarden backtest` asks for them: another threshold, and another rule.",
      "The bridge is a process of its own with a heap of 256 MiB; the memory is the most that the"
          + " process held (Linux)."
    },
    mixinStandardHelpOptions = true)
final class BacktestTable implements Callable<Integer> {
  private static final String CHAT = "stored";
  private static final int PAGE = 5_000;
  private static final int SLICE = 10_000;

  @Option(names = "--comments", defaultValue = "100000", description = "How many are stored.")
  private int comments;

  @Option(names = "--rounds", defaultValue = "3", description = "How often each is measured.")
  private int rounds;

  /** Runs it and exits. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new BacktestTable()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    int port = FreePorts.next();
    try (RedisServer redis = RedisServer.start()) {
      store(redis);
      List<String> arguments = new ArrayList<>(List.of("serve", "bridge"));
      arguments.addAll(List.of("--port", String.valueOf(port), "--redis", redis.uri()));
      arguments.addAll(List.of("--set", "metrics.port=0"));
      try (JavaProcess process = LoadedPlatform.start(arguments, List.of("-Xmx256m"))) {
        ManagedChannel bridge = GrpcChannels.open("127.0.0.1:" + port);
        try {
          measure(bridge, process.pid());
        } finally {
          bridge.shutdownNow();
        }
      }
    }
    return 0;
  }

  private void store(RedisServer redis) throws InterruptedException {
    try (StoredChat chat = new StoredChat(redis.uri())) {
      chat.begin(CHAT);
      for (int at = 0; at < comments; at += SLICE) {
        chat.record(StoredChat.comments(CHAT, at, Math.min(at + SLICE, comments)));
      }
    }
  }

  private void measure(ManagedChannel bridge, long pid) throws IOException {
    System.out.println(
        "| changed | comments | newly flagged | seconds | comments/s | memory before | at most |");
    System.out.println("|---|---|---|---|---|---|---|");
    for (Map.Entry<String, BacktestSettingsRequest> change : changes().entrySet()) {
      BacktestSettingsResponse warm = BacktestSum.of(bridge, change.getValue(), SLICE, _ -> {});
      if (warm.getComparedCount() == 0) {
        throw new IllegalStateException("no comments are stored");
      }
      ProcessMemory memory = ProcessMemory.watch(pid);
      double[] seconds = new double[rounds];
      BacktestSettingsResponse last = warm;
      for (int round = 0; round < rounds; round++) {
        long begin = System.nanoTime();
        last = BacktestSum.of(bridge, change.getValue(), 0, _ -> {});
        seconds[round] = (System.nanoTime() - begin) / 1e9;
      }
      print(change.getKey(), last, seconds, memory);
    }
  }

  private static void print(
      String changed, BacktestSettingsResponse test, double[] seconds, ProcessMemory memory)
      throws IOException {
    Arrays.sort(seconds);
    double median = seconds[seconds.length / 2];
    System.out.printf(
        Locale.ROOT,
        "| %s | %d | %d | %.1f (%.1f to %.1f) | %.0f | %d MiB | %d MiB |%n",
        changed,
        test.getComparedCount(),
        test.getNewlyFlaggedCount(),
        median,
        seconds[0],
        seconds[seconds.length - 1],
        test.getComparedCount() / median,
        memory.before() >> 20,
        memory.most() >> 20);
  }

  private static Map<String, BacktestSettingsRequest> changes() {
    Map<String, BacktestSettingsRequest> changes = new LinkedHashMap<>();
    changes.put("threshold", request(ChatSettings.newBuilder().setFlagThreshold(0.2f)));
    changes.put(
        "a rule",
        request(
            ChatSettings.newBuilder().addBlockRules(Rule.newBuilder().setPhrase("great play"))));
    return changes;
  }

  private static BacktestSettingsRequest request(ChatSettings.Builder settings) {
    return BacktestSettingsRequest.newBuilder()
        .setChat(CHAT)
        .setPageSize(PAGE)
        .setMaxExamples(5)
        .setSettings(settings)
        .build();
  }
}
