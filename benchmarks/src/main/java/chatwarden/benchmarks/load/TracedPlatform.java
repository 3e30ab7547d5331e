package chatwarden.benchmarks.load;

import chatwarden.testing.engine.TemporaryFolder;
import chatwarden.testing.process.FreePorts;
import chatwarden.testing.process.JavaProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A platform with its own collector, and the turns that it was measured in. */
final class TracedPlatform implements AutoCloseable {

  private final String name;
  private final SpanSink sink;
  private final Path folder;
  private final int port;
  private final JavaProcess process;
  private final List<Turn> turns = new ArrayList<>();

  private TracedPlatform(String name, SpanSink sink, Path folder, int port, JavaProcess process) {
    this.name = name;
    this.sink = sink;
    this.folder = folder;
    this.port = port;
    this.process = process;
  }

  /**
   * The figures of a turn.
   *
   * @param perSecond comments a second
   * @param p50 in milliseconds
   * @param p99 in milliseconds
   * @param cpuMicros the processor time of the platform for a comment
   * @param spans spans that came to the collector, for a comment
   */
  record Turn(double perSecond, double p50, double p99, double cpuMicros, double spans) {}

  /**
   * Starts one.
   *
   * @param ratio of sampled traces; empty for a platform without traces
   */
  static TracedPlatform start(PlatformOptions options, String ratio)
      throws IOException, InterruptedException {
    SpanSink sink = SpanSink.start();
    Path folder = TemporaryFolder.create("traces");
    int port = FreePorts.next();
    String[] settings =
        ratio.isEmpty()
            ? new String[0]
            : new String[] {"tracing.otlp=" + sink.address(), "tracing.ratio=" + ratio};
    try {
      JavaProcess process = options.start(folder, port, settings);
      return new TracedPlatform(ratio.isEmpty() ? "off" : ratio, sink, folder, port, process);
    } catch (IOException | InterruptedException | RuntimeException e) {
      sink.close();
      TemporaryFolder.delete(folder);
      throw e;
    }
  }

  /**
   * Puts a load on it.
   *
   * @return whether everything came out
   */
  boolean load(int rate, int seconds, int warmup) throws InterruptedException {
    long spans = sink.spans();
    Duration cpu = cpu();
    PipelineLoad load =
        new PipelineLoad(
            "127.0.0.1:" + port,
            PipelineLoad.SourceKind.PUSH,
            rate,
            seconds,
            warmup,
            ChatTexts.MOST,
            name);
    boolean complete = load.run();
    Latencies latencies = load.latencies();
    double comments = Math.max(1, load.seen());
    turns.add(
        new Turn(
            latencies.perSecond(),
            latencies.millis(50),
            latencies.millis(99),
            cpu().minus(cpu).toNanos() / 1e3 / comments,
            (sink.spans() - spans) / comments));
    return complete;
  }

  private Duration cpu() {
    return ProcessHandle.of(process.pid())
        .flatMap(handle -> handle.info().totalCpuDuration())
        .orElseThrow(() -> new IllegalStateException("the platform has ended"));
  }

  String name() {
    return name;
  }

  /** Returns the turns since {@link #forget}, in order. */
  List<Turn> turns() {
    return List.copyOf(turns);
  }

  void forget() {
    turns.clear();
  }

  /** Returns how many spans it has dropped since its start. */
  long dropped() throws IOException, InterruptedException {
    return Math.round(StageCosts.of(port).sum("chatwarden_tracing_span_dropped_total"));
  }

  @Override
  public void close() {
    process.close();
    sink.close();
    TemporaryFolder.delete(folder);
  }
}
