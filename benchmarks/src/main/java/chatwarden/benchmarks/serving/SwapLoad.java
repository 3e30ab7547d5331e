package chatwarden.benchmarks.serving;

import chatwarden.classifier.server.ClassifierServer;
import chatwarden.classifier.v1.ClassifierServiceGrpc;
import chatwarden.classifier.v1.ClassifyTextsRequest;
import chatwarden.classifier.v1.TextToClassify;
import chatwarden.repository.source.SourceKeys;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.config.ConfigLoader;
import chatwarden.runtime.grpc.CallPriority;
import chatwarden.runtime.grpc.GrpcChannels;
import chatwarden.runtime.telemetry.Telemetry;
import chatwarden.serving.door.ServingKeys;
import chatwarden.serving.server.ModelServer;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How long calls to a classifier take while new versions of its model come, and while none come.
 * Calls are made at a given rate, one text each, and timed from the moment at which each was due. A
 * swap lasts from the moment at which the folder of a version is written until the first answer of
 * that version. Client and server share the process, and a call goes over a socket.
 */
@Command(
    name = "swap",
    description = "Measures calls to a classifier while new versions of its model come.",
    mixinStandardHelpOptions = true)
final class SwapLoad implements Callable<Integer> {
  private static final String MODEL = "vi-linear";
  private static final List<String> TEXTS =
      List.of(
          "trận này hay quá mọi người ơi, xem mà hồi hộp ghê",
          "cho em hỏi mấy giờ có trận tiếp theo vậy ạ",
          "hqua xem toi 2h sang ma nay van vo xem tiep ne",
          "haha cười xỉu luôn, bình luận viên hài thật sự :))");

  @Option(names = "--rate", defaultValue = "500", description = "Calls a second.")
  private int rate;

  @Option(names = "--warmup", defaultValue = "20", description = "Seconds that are not counted.")
  private int warmup;

  @Option(names = "--swaps", defaultValue = "20", description = "How many versions come.")
  private int swaps;

  @Option(names = "--models", defaultValue = "models", description = "The models that ship.")
  private Path models = Path.of("models");

  private final Histogram calm = new ConcurrentHistogram(TimeUnit.MINUTES.toMicros(1), 3);
  private final Histogram swapping = new ConcurrentHistogram(TimeUnit.MINUTES.toMicros(1), 3);
  private final Map<String, Integer> failures = new ConcurrentHashMap<>();
  private volatile boolean isCounted;
  private volatile boolean isSwapping;
  private volatile boolean isOver;
  private volatile String lastVersion = "";

  private SwapLoad() {}

  /** Runs it and exits. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new SwapLoad()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    Path shipped;
    try (Stream<Path> versions = Files.list(models.resolve(MODEL))) {
      shipped = versions.max(Comparator.naturalOrder()).orElseThrow();
    }
    Path root = Files.createTempDirectory("swap");
    copy(shipped, root, 1);
    Config config =
        ConfigLoader.of(ClassifierServer.SERVICE.keys())
            .preset(SourceKeys.SOURCES, List.of(root.toString()))
            .preset(ServingKeys.MODEL_POLL, Duration.ofMillis(250))
            .preset(ClassifierServer.SERVICE.listen().port(), 0)
            .load();
    try (Telemetry telemetry = Telemetry.prometheus()) {
      ModelServer server = ClassifierServer.SERVICE.listening(config, telemetry);
      server.start();
      ManagedChannel channel = GrpcChannels.open(server.target());
      try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
        Thread load = Thread.ofPlatform().start(() -> load(channel, callers));
        swap(shipped, root);
        isOver = true;
        load.join();
      } finally {
        channel.shutdownNow();
        server.close();
      }
    }
    delete(root);
    print("no swap", calm);
    print("swap", swapping);
    System.out.println("failed calls: " + failures);
    return failures.isEmpty() ? 0 : 1;
  }

  private void swap(Path shipped, Path root) throws IOException, InterruptedException {
    Thread.sleep(Duration.ofSeconds(warmup));
    isCounted = true;
    for (int version = 2; version < swaps + 2; version++) {
      Thread.sleep(Duration.ofSeconds(1));
      isSwapping = true;
      copy(shipped, root, version);
      while (!lastVersion.equals(MODEL + "@" + version)) {
        Thread.sleep(Duration.ofMillis(1));
      }
      isSwapping = false;
    }
    isCounted = false;
  }

  /** The shipped version as version {@code number}. */
  private static void copy(Path shipped, Path root, int number) throws IOException {
    Path folder = Files.createDirectories(root.resolve(MODEL).resolve(String.valueOf(number)));
    try (Stream<Path> files = Files.list(shipped)) {
      for (Path file : files.toList()) {
        Path to = folder.resolve(shipped.relativize(file).toString());
        if (file.endsWith("model.yaml")) {
          Files.writeString(
              to,
              Files.readString(file).replaceFirst("version: .*", "version: \"" + number + "\""));
        } else {
          Files.copy(file, to);
        }
      }
    }
  }

  private static void delete(Path root) throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private void load(ManagedChannel channel, ExecutorService callers) {
    var service =
        ClassifierServiceGrpc.newBlockingStub(channel).withInterceptors(CallPriority.LIVE.claim());
    long pause = TimeUnit.SECONDS.toNanos(1) / rate;
    long due = System.nanoTime();
    for (int i = 0; !isOver; i++) {
      due += pause;
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      long from = due;
      String text = TEXTS.get(i % TEXTS.size());
      callers.execute(() -> classify(service, text, from));
    }
  }

  private void classify(
      ClassifierServiceGrpc.ClassifierServiceBlockingStub service, String text, long due) {
    boolean duringSwap = isSwapping;
    try {
      lastVersion =
          service
              .classifyTexts(
                  ClassifyTextsRequest.newBuilder()
                      .addComments(TextToClassify.newBuilder().setText(text))
                      .build())
              .getClassifications(0)
              .getClassification()
              .getModel();
    } catch (StatusRuntimeException e) {
      if (isCounted) {
        failures.merge(e.getStatus().toString(), 1, Integer::sum);
      }
      return;
    }
    long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - due);
    if (isCounted) {
      (duringSwap || isSwapping ? swapping : calm)
          .recordValue(Math.clamp(micros, 0, TimeUnit.MINUTES.toMicros(1)));
    }
  }

  private static void print(String name, Histogram micros) {
    System.out.printf(
        Locale.ROOT,
        "| %s | %,d | %.2f | %.2f | %.2f |%n",
        name,
        micros.getTotalCount(),
        micros.getValueAtPercentile(50) / 1e3,
        micros.getValueAtPercentile(99) / 1e3,
        micros.getValueAtPercentile(99.9) / 1e3);
  }
}
