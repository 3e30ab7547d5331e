package chatwarden.mlops.drift;

import chatwarden.runtime.error.InvalidInputException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The rows of a file of comments: CSV with a header (RFC 4180), or JSON lines where the name ends
 * in {@code .jsonl}, in UTF-8.
 *
 * @param file the file
 */
record CommentRows(Path file) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Takes a row. */
  interface Visitor {
    /**
     * Takes the values of a row by the names of their columns.
     *
     * @param number the number of the row, from 1 on
     */
    void visit(int number, Map<String, String> row);
  }

  void forEach(Visitor visitor) throws IOException {
    if (file.toString().endsWith(".jsonl")) {
      jsonLines(visitor);
    } else {
      csv(visitor);
    }
  }

  private void csv(Visitor visitor) throws IOException {
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    try (CSVParser parser = format.parse(Files.newBufferedReader(file))) {
      for (CSVRecord row : parser) {
        visitor.visit((int) row.getRecordNumber(), row.toMap());
      }
    }
  }

  private void jsonLines(Visitor visitor) throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank()) {
          visitor.visit(number, fields(number, line));
        }
      }
    }
  }

  private Map<String, String> fields(int number, String line) {
    Map<String, String> row = new HashMap<>();
    try {
      for (Map.Entry<String, JsonNode> field : JSON.readTree(line).properties()) {
        if (!field.getValue().isNull()) {
          row.put(field.getKey(), field.getValue().asText());
        }
      }
    } catch (JsonProcessingException e) {
      throw broken(number, "not JSON");
    }
    return row;
  }

  /** Returns the time in the column {@code time}; the epoch where the row has none. */
  Instant time(int number, Map<String, String> row) {
    String time = row.getOrDefault("time", "");
    if (time.isEmpty()) {
      return Instant.EPOCH;
    }
    try {
      return Instant.parse(time);
    } catch (DateTimeParseException e) {
      throw broken(number, "time: " + time + " (expected: as 2026-11-01T08:00:00Z)");
    }
  }

  InvalidInputException broken(int number, String problem) {
    return InvalidInputException.of(file.toString(), "row " + number + ": " + problem);
  }
}
