package chatwarden.benchmarks.load;

import chatwarden.livechat.v1.LiveChatServiceGrpc;
import chatwarden.livechat.v1.Session;
import chatwarden.livechat.v1.StartSessionRequest;
import chatwarden.livechat.v1.StopSessionRequest;
import chatwarden.runtime.grpc.GrpcChannels;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Pushes invented comments into a running platform at a given rate, watches them come out, and
 * prints a row of {@code docs/performance.md}: comments a second, and the time from the push of a
 * comment to its {@code classified} event.
 */
@Command(
    name = "pipeline-load",
    description = "Measures a running platform from the push of a comment to its watcher.",
    mixinStandardHelpOptions = true)
final class PipelineLoad implements Callable<Integer> {
  @Option(names = "--target", defaultValue = "127.0.0.1:8080", description = "The bridge.")
  private String target = "127.0.0.1:8080";

  @Option(
      names = "--rate",
      defaultValue = "0",
      description = "Comments a second; 0 is as many as the platform takes.")
  private int rate;

  @Option(
      names = "--seconds",
      defaultValue = "30",
      description = "How long, the warm-up not counted.")
  private int seconds;

  @Option(names = "--warmup", defaultValue = "10", description = "Seconds that are not counted.")
  private int warmup;

  @Option(names = "--name", defaultValue = "", description = "What the row is called.")
  private String name = "";

  private String row = "";

  PipelineLoad() {}

  /** A load on a platform, its options given. */
  PipelineLoad(String target, int rate, int seconds, int warmup, String name) {
    this.target = target;
    this.rate = rate;
    this.seconds = seconds;
    this.warmup = warmup;
    this.name = name;
  }

  /** Runs it and exits. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new PipelineLoad()).execute(arguments));
  }

  @Override
  public Integer call() throws InterruptedException {
    boolean complete = run();
    System.out.println(row);
    return complete ? 0 : 1;
  }

  /** The row of the table that the last run made. */
  String row() {
    return row;
  }

  /** Puts the load on the platform; whether everything came out. */
  boolean run() throws InterruptedException {
    String chat = "load-" + Long.toHexString(System.nanoTime());
    ManagedChannel pushes = GrpcChannels.open(target);
    ManagedChannel watches = GrpcChannels.open(target);
    try {
      var sessions = LiveChatServiceGrpc.newBlockingStub(pushes);
      Session session =
          sessions.startSession(
              StartSessionRequest.newBuilder()
                  .setSession(Session.newBuilder().setSource("push:" + chat))
                  .build());
      Latencies latencies = new Latencies(Duration.ofSeconds(warmup));
      try (Watch watch = Watch.start(watches, chat, latencies)) {
        long pushed =
            new Pusher(pushes, chat, rate).push(Duration.ofSeconds((long) warmup + seconds));
        sessions.stopSession(StopSessionRequest.newBuilder().setId(session.getId()).build());
        boolean complete = watch.awaitEnd(Duration.ofSeconds(60)) && watch.seen() == pushed;
        row = row(latencies, pushed, watch.seen(), complete);
        return complete;
      }
    } finally {
      pushes.shutdownNow();
      watches.shutdownNow();
    }
  }

  private String row(Latencies latencies, long pushed, long seen, boolean complete) {
    return String.format(
        Locale.ROOT,
        "| %s | %s | %,.0f | %.1f | %.1f | %.1f | %,d of %,d%s |",
        name,
        rate == 0 ? "as fast as it goes" : String.format(Locale.ROOT, "%,d", rate),
        latencies.perSecond(),
        latencies.millis(50),
        latencies.millis(99),
        latencies.millis(99.9),
        seen,
        pushed,
        complete ? "" : " (not whole)");
  }
}
