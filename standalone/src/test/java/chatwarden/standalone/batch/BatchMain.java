package chatwarden.standalone.batch;

import chatwarden.standalone.jsonl.TextModel;
import chatwarden.standalone.parquet.ParquetCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A run in a process of its own, to be killed: input, output, and how many calls are answered. */
final class BatchMain {
  private BatchMain() {}

  public static void main(String[] arguments) throws IOException {
    runWithoutLoss(
        settings(Path.of(arguments[0]), Path.of(arguments[1]), false),
        new WordModel("1", Integer.parseInt(arguments[2])));
  }

  static BatchSettings settings(Path input, Path output, boolean restart) {
    return new BatchSettings(
        input,
        output,
        "text",
        Optional.empty(),
        "",
        ParquetCodec.ZSTD,
        restart,
        Duration.ofMinutes(1),
        Map.of("--language", "auto"));
  }

  /** Runs by the clock of the machine. */
  static long run(BatchSettings settings, TextModel model) throws IOException {
    return run(settings, model, System::nanoTime);
  }

  /** Runs by a clock that goes on by two seconds at each look, so that each place is kept. */
  static long runWithoutLoss(BatchSettings settings, TextModel model) throws IOException {
    AtomicLong seconds = new AtomicLong();
    return run(settings, model, () -> Duration.ofSeconds(seconds.addAndGet(2)).toNanos());
  }

  private static long run(BatchSettings settings, TextModel model, LongSupplier nanos)
      throws IOException {
    ProgressMeter meter = new ProgressMeter(System.err, false, System::nanoTime);
    return new BatchRun(settings, model, new ClassificationColumns(false), meter, nanos).run();
  }
}
