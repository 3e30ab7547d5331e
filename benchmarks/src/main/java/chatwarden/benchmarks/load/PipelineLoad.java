package chatwarden.benchmarks.load;

import chatwarden.livechat.v1.LiveChatServiceGrpc;
import chatwarden.livechat.v1.Session;
import chatwarden.livechat.v1.StartSessionRequest;
import chatwarden.livechat.v1.StopSessionRequest;
import chatwarden.runtime.grpc.GrpcChannels;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Sends invented comments through a running platform at a given rate, pushed by gRPC or played from
 * a file, watches them come out, and prints a row of {@code docs/performance.md}: comments a
 * second, and the time from the push or the reading of a comment to its {@code classified} event.
 */
@Command(
    name = "pipeline-load",
    description = "Measures a running platform from the source of a comment to its watcher.",
    mixinStandardHelpOptions = true)
final class PipelineLoad implements Callable<Integer> {
  /** How many comments a second a file is long that is played as fast as it goes. */
  private static final int UNBOUNDED = 15_000;

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

  @Option(
      names = "--source",
      defaultValue = "PUSH",
      description =
          "Where comments come from, one of ${COMPLETION-CANDIDATES}; a file has to lie where the"
              + " platform runs.")
  private SourceKind source = SourceKind.PUSH;

  @Option(
      names = "--endings",
      defaultValue = "" + ChatTexts.MOST,
      description = "How many endings each pushed sentence has; 1 makes a raid of 12 texts.")
  private int endings = ChatTexts.MOST;

  private String row = "";
  private Latencies measured = new Latencies(Duration.ZERO);
  private long seen;

  /** Where comments come from. */
  enum SourceKind {
    PUSH,
    FILE
  }

  PipelineLoad() {}

  /** A load on a platform, its options given. */
  PipelineLoad(
      String target,
      SourceKind source,
      int rate,
      int seconds,
      int warmup,
      int endings,
      String name) {
    this.target = target;
    this.endings = endings;
    this.source = source;
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

  /** Returns the latencies of the last run. */
  Latencies latencies() {
    return measured;
  }

  /** Returns how many comments came out in the last run, those of the warm-up included. */
  long seen() {
    return seen;
  }

  /** Puts the load on the platform; whether everything came out. */
  boolean run() throws InterruptedException {
    String chat = "load-" + Long.toHexString(System.nanoTime());
    ManagedChannel sources = GrpcChannels.open(target);
    ManagedChannel watches = GrpcChannels.open(target);
    try {
      return switch (source) {
        case PUSH -> push(chat, sources, watches);
        case FILE -> play(chat, sources, watches);
      };
    } finally {
      sources.shutdownNow();
      watches.shutdownNow();
    }
  }

  private boolean push(String chat, ManagedChannel pushes, ManagedChannel watches)
      throws InterruptedException {
    Session session = start(pushes, Session.newBuilder().setSource("push:" + chat));
    Latencies latencies = new Latencies(Duration.ofSeconds(warmup));
    try (ChatWatcher watch = ChatWatcher.start(watches, chat, latencies)) {
      long pushed =
          new Pusher(pushes, chat, rate, new ChatTexts(new Random(42), endings))
              .push(Duration.ofSeconds((long) warmup + seconds));
      LiveChatServiceGrpc.newBlockingStub(pushes)
          .stopSession(StopSessionRequest.newBuilder().setId(session.getId()).build());
      return awaitEnd(watch, latencies, pushed, Duration.ofSeconds(60));
    }
  }

  private boolean play(String chat, ManagedChannel sessions, ManagedChannel watches)
      throws InterruptedException {
    int total = warmup + seconds;
    long comments = (long) (rate == 0 ? UNBOUNDED : rate) * total;
    try (PlayedFile file = PlayedFile.write(chat, comments)) {
      var unused =
          start(sessions, Session.newBuilder().setSource(file.source()).setCommentsPerSecond(rate));
      Latencies latencies = new Latencies(Duration.ofSeconds(warmup));
      try (ChatWatcher watch = ChatWatcher.start(watches, chat, latencies)) {
        return awaitEnd(watch, latencies, comments, Duration.ofSeconds(4L * total + 60));
      }
    }
  }

  private static Session start(ManagedChannel channel, Session.Builder session) {
    return LiveChatServiceGrpc.newBlockingStub(channel)
        .startSession(StartSessionRequest.newBuilder().setSession(session).build());
  }

  private boolean awaitEnd(ChatWatcher watch, Latencies latencies, long sent, Duration limit)
      throws InterruptedException {
    boolean complete = watch.awaitEnd(limit) && watch.seen() == sent;
    row = row(latencies, sent, watch.seen(), complete);
    measured = latencies;
    seen = watch.seen();
    return complete;
  }

  private String row(Latencies latencies, long sent, long seen, boolean complete) {
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
        sent,
        complete ? "" : " (not whole)");
  }
}
