package chatwarden.standalone.batch;

import chatwarden.standalone.parquet.ParquetCodec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The settings of a run.
 *
 * @param input the file to read
 * @param output the file to write
 * @param textColumn the column of the texts
 * @param idColumn the column of the ids, which must be there; empty takes {@code id}, or numbers
 *     the rows where there is none
 * @param prefix the beginning of the names of the columns that are added
 * @param codec the compression of Parquet
 * @param restart whether a run begins anew, and the output is replaced
 * @param patience how long a call is repeated while the model is away or full
 * @param question the options of the model, by name
 */
public record BatchSettings(
    Path input,
    Path output,
    String textColumn,
    Optional<String> idColumn,
    String prefix,
    ParquetCodec codec,
    boolean restart,
    Duration patience,
    Map<String, String> question) {

  /** Copies the options. */
  public BatchSettings {
    question = Map.copyOf(question);
  }

  /** Returns everything that the content of the output depends on, by the names of the options. */
  Map<String, String> options() {
    Map<String, String> options = new TreeMap<>(question);
    options.put("--text-column", textColumn);
    options.put("--id-column", idColumn.orElse(""));
    options.put("--prefix", prefix);
    if (RecordFormat.of("--output", output) == RecordFormat.PARQUET) {
      options.put("--codec", codec.name());
    }
    return options;
  }
}
