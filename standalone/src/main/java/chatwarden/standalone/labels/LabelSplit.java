package chatwarden.standalone.labels;

import chatwarden.labels.v1.LabelledText;
import chatwarden.review.v1.Decision;
import chatwarden.type.v1.Label;
import com.google.protobuf.Timestamp;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * Writes rows, in their order, to {@code train.csv} and {@code dev.csv}.
 *
 * @param share of the rows that are for development, at most
 * @param files both, closed
 */
record LabelSplit(double share, List<CsvFile> files) {

  private static final List<String> HEADER =
      List.of(
          "text",
          "label",
          "source",
          "chat",
          "comment",
          "author",
          "published",
          "labelled",
          "decision",
          "model_label",
          "model",
          "language");

  LabelSplit {
    files = List.copyOf(files);
  }

  /**
   * Splits rows.
   *
   * @param rows a file of delimited {@link LabelledText}
   */
  static LabelSplit write(Path folder, Path rows, RowGroups groups, double share)
      throws IOException {
    boolean[] development = groups.development(share);
    CsvFile train = new CsvFile(folder.resolve("train.csv"), HEADER);
    CsvFile dev = new CsvFile(folder.resolve("dev.csv"), HEADER);
    try (train;
        dev;
        InputStream in = new BufferedInputStream(Files.newInputStream(rows))) {
      for (int i = 0; i < development.length; i++) {
        (development[i] ? dev : train).add(cells(LabelledText.parseDelimitedFrom(in)));
      }
    }
    return new LabelSplit(share, List.of(train, dev));
  }

  private static List<String> cells(LabelledText row) {
    return List.of(
        row.getText(),
        row.getLabel().name(),
        row.getSource().name(),
        row.getChat(),
        row.getComment(),
        row.getAuthorHash(),
        row.hasPublishTime() ? time(row.getPublishTime()) : "",
        time(row.getLabelTime()),
        row.getDecision() == Decision.DECISION_UNSPECIFIED ? "" : row.getDecision().name(),
        row.getModelLabel() == Label.LABEL_UNSPECIFIED ? "" : row.getModelLabel().name(),
        row.getModel(),
        row.getLanguage());
  }

  private static String time(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos()).toString();
  }
}
