package chatwarden.mlops.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A text in which people marked offensive parts.
 *
 * @param text the text as published
 * @param marked the positions that are marked, in code points; not to be changed
 */
public record MarkedText(String text, BitSet marked) {
  private static final List<String> HELD_OUT_COLUMNS = List.of("in_vihsd_test", "in_vihsd_dev");

  public MarkedText {
    marked = (BitSet) marked.clone();
  }

  /**
   * Reads a CSV file with the columns {@code text} and {@code spans} (a JSON list of positions).
   * Rows that stand in an evaluation split of stage 1 are left out.
   */
  public static List<MarkedText> read(Path file) throws IOException {
    List<MarkedText> texts = new ArrayList<>();
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    try (CSVParser parser = format.parse(Files.newBufferedReader(file))) {
      for (CSVRecord record : parser) {
        boolean heldOut =
            HELD_OUT_COLUMNS.stream()
                .anyMatch(column -> record.isSet(column) && record.get(column).equals("1"));
        if (!heldOut) {
          texts.add(new MarkedText(record.get("text"), positions(record.get("spans"))));
        }
      }
    }
    return texts;
  }

  private static BitSet positions(String json) {
    BitSet positions = new BitSet();
    for (String number : json.replaceAll("[\\[\\] ]", "").split(",")) {
      if (!number.isEmpty()) {
        positions.set(Integer.parseInt(number));
      }
    }
    return positions;
  }
}
