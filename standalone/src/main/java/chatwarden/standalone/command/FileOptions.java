package chatwarden.standalone.command;

import chatwarden.runtime.config.DurationText;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.standalone.batch.BatchSettings;
import chatwarden.standalone.parquet.ParquetCodec;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.MethodDescriptor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a run over a file. */
final class FileOptions {
  @Option(
      names = "--input",
      paramLabel = "FILE",
      description =
          "Reads a file in place of standard input: .csv or .jsonl, also with .gz, or .parquet."
              + " Its columns are kept.")
  private @Nullable Path input;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description =
          "The file to write, in a format by its name. It appears when it is complete; the same"
              + " command goes on with a run that was cut.")
  private @Nullable Path output;

  @Option(
      names = "--text-column",
      paramLabel = "NAME",
      defaultValue = "text",
      description = "The column of the texts. Default: text.")
  private String textColumn = "text";

  @Option(
      names = "--id-column",
      paramLabel = "NAME",
      description =
          "The column of the ids. Default: id, with the numbers of the rows where there is none.")
  private @Nullable String idColumn;

  @Option(
      names = "--prefix",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "The beginning of the names of the added columns. Default: none.")
  private String prefix = "";

  @Option(
      names = "--codec",
      paramLabel = "zstd|snappy|uncompressed",
      defaultValue = "zstd",
      description = "The compression of a .parquet file. Default: zstd.")
  private ParquetCodec codec = ParquetCodec.ZSTD;

  @Option(
      names = "--restart",
      description = "Begins anew, and replaces the output, where it is there or was begun.")
  private boolean restart;

  @Option(
      names = "--retry",
      paramLabel = "DURATION",
      defaultValue = "2m",
      description =
          "How long a call is repeated while the server is away or full. Default: 2m. For files.")
  private String retry = "2m";

  @Option(
      names = "--deadline",
      paramLabel = "DURATION",
      defaultValue = "5m",
      description = "How long the server may take for a call about rows of a file. Default: 5m.")
  private String deadline = "5m";

  /** Returns whether a file is to be read. */
  boolean isGiven() {
    if (input == null && output != null) {
      throw InvalidInputException.of(
          "--input", "is missing (expected: a file, as --output is one)");
    }
    return input != null;
  }

  /** Returns a channel whose calls end at the deadline. */
  Channel bounded(Channel channel) {
    return ClientInterceptors.intercept(
        channel, new CallDeadline(duration("--deadline", deadline)));
  }

  /** Gives each call a deadline. */
  private record CallDeadline(Duration limit) implements ClientInterceptor {
    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(
        MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
      return next.newCall(method, options.withDeadlineAfter(limit.toNanos(), TimeUnit.NANOSECONDS));
    }
  }

  /**
   * Returns the settings of the run.
   *
   * @param question the options of the model, by name
   */
  BatchSettings settings(Map<String, String> question) {
    if (input == null || output == null) {
      throw InvalidInputException.of("--output", "is missing (expected: the file to write)");
    }
    return new BatchSettings(
        input,
        output,
        textColumn,
        Optional.ofNullable(idColumn),
        prefix,
        codec,
        restart,
        duration("--retry", retry),
        question);
  }

  private static Duration duration(String option, String text) {
    try {
      Duration duration = DurationText.parse(text);
      if (duration.isPositive()) {
        return duration;
      }
    } catch (IllegalArgumentException | ArithmeticException e) {
      // Answered below, as one that is not positive is.
    }
    throw InvalidInputException.of(option, text + " (expected: a duration, such as 90s)");
  }
}
