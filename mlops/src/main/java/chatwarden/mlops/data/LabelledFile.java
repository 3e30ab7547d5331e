package chatwarden.mlops.data;

import chatwarden.repository.ModelFile;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A file of labelled texts.
 *
 * @param name the file's name within its data folder
 * @param sha256 the SHA-256 of the file, in hexadecimal
 * @param flagsHeldOut whether it has a column that flags texts of a held-out split
 * @param rows its texts, in order
 */
public record LabelledFile(
    String name, String sha256, boolean flagsHeldOut, List<LabelledText> rows) {
  private static final List<String> HELD_OUT_COLUMNS = List.of("in_vihsd_test");

  public LabelledFile {
    rows = List.copyOf(rows);
  }

  /**
   * Reads a CSV file (RFC 4180, UTF-8) with the columns {@code text} and {@code label}.
   *
   * @param folder the data folder
   * @param name the file's name within it
   * @param labels the classes, in the order of their indices
   * @throws IOException if the file cannot be read or a line is not as it should be; the message
   *     names the line
   */
  public static LabelledFile read(Path folder, String name, List<String> labels)
      throws IOException {
    byte[] bytes = Files.readAllBytes(folder.resolve(name));
    List<LabelledText> rows = new ArrayList<>();
    boolean flagsHeldOut;
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    try (CSVParser parser =
        format.parse(new StringReader(new String(bytes, StandardCharsets.UTF_8)))) {
      flagsHeldOut = parser.getHeaderNames().stream().anyMatch(HELD_OUT_COLUMNS::contains);
      for (CSVRecord record : parser) {
        rows.add(row(name, record, labels));
      }
    }
    return new LabelledFile(name, ModelFile.of(folder.resolve(name)).sha256(), flagsHeldOut, rows);
  }

  private static LabelledText row(String name, CSVRecord record, List<String> labels)
      throws IOException {
    if (!record.isSet("text") || !record.isSet("label")) {
      throw new IOException(
          name + " row " + record.getRecordNumber() + ": columns text and label are needed");
    }
    int label = labels.indexOf(record.get("label"));
    if (label < 0) {
      throw new IOException(
          name + " row " + record.getRecordNumber() + ": label is none of " + labels);
    }
    boolean heldOut =
        HELD_OUT_COLUMNS.stream()
            .anyMatch(column -> record.isSet(column) && record.get(column).equals("1"));
    return new LabelledText(record.get("text"), label, heldOut);
  }
}
