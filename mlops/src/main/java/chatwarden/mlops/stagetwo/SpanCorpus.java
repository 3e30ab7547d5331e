package chatwarden.mlops.stagetwo;

import chatwarden.mlops.data.SplitCheck;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/**
 * Annotated texts read from an RFC 4180 file with the columns {@code text} and {@code spans}, the
 * latter a JSON list of code point positions.
 */
public final class SpanCorpus {

  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();

  private SpanCorpus() {}

  /** Reads a file. */
  public static List<AnnotatedText> read(Path file) throws IOException {
    List<AnnotatedText> texts = new ArrayList<>();
    try (Reader reader = Files.newBufferedReader(file)) {
      for (CSVRecord row : FORMAT.parse(reader)) {
        try {
          texts.add(new AnnotatedText(row.get("text"), positions(row.get("spans"))));
        } catch (IllegalArgumentException e) {
          throw new IOException(file + ": row " + row.getRecordNumber() + ": " + e.getMessage(), e);
        }
      }
    }
    return List.copyOf(texts);
  }

  /** Those of {@code texts} that equal none of {@code other} once normalised. */
  static List<AnnotatedText> without(List<AnnotatedText> texts, List<AnnotatedText> other) {
    Set<String> known = new HashSet<>();
    other.forEach(text -> known.add(SplitCheck.key(text.text())));
    return texts.stream().filter(text -> !known.contains(SplitCheck.key(text.text()))).toList();
  }

  private static BitSet positions(String list) {
    if (!list.startsWith("[") || !list.endsWith("]")) {
      throw new IllegalArgumentException("spans (expected: a JSON list of positions)");
    }
    BitSet marked = new BitSet();
    String inner = list.substring(1, list.length() - 1);
    if (!inner.isBlank()) {
      for (String position : inner.split(",", -1)) {
        int at = Integer.parseInt(position.strip());
        if (at < 0) {
          throw new IllegalArgumentException("spans: " + at + " (expected: >= 0)");
        }
        marked.set(at);
      }
    }
    return marked;
  }
}
