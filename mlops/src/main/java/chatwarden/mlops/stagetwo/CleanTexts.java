package chatwarden.mlops.stagetwo;

import chatwarden.mlops.data.SplitCheck;
import chatwarden.text.Diacritics;
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
 * Texts of another set that people took for clean: they have no marked spans, but where one set was
 * drawn from the other, clean texts have next to none.
 *
 * <p>No text is read whose flag says that it is in the test split of the set with spans, nor any
 * that is the same as such a text or as one of the set with spans, be it of its training or its
 * development split: so whatever part of that set a model is asked about, these have not told it.
 * Texts count as the same if their letters and digits are, once normalised and without diacritics.
 */
final class CleanTexts {

  private static final String CLEAN = "CLEAN";
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();

  private CleanTexts() {}

  /**
   * Reads the clean texts of {@code file}, each once.
   *
   * @param file has the columns {@code text}, {@code label} and {@code flag}
   * @param flag the column that is 1 where a text is in the test split of the set with spans
   * @param known the texts of the set with spans
   * @throws IOException if the file cannot be read
   */
  static List<AnnotatedText> read(Path file, String flag, List<AnnotatedText> known)
      throws IOException {
    Set<String> taken = new HashSet<>();
    known.forEach(text -> taken.add(key(text.text())));
    List<String> texts = new ArrayList<>();
    try (Reader reader = Files.newBufferedReader(file)) {
      for (CSVRecord row : FORMAT.parse(reader)) {
        if (!row.isMapped(flag)) {
          throw new IOException(file + ": no column " + flag);
        }
        if (!row.get(flag).equals("0")) {
          taken.add(key(row.get("text")));
        } else if (row.get("label").equals(CLEAN)) {
          texts.add(row.get("text"));
        }
      }
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
    return texts.stream()
        .filter(text -> taken.add(key(text)))
        .map(text -> new AnnotatedText(text, new BitSet()))
        .toList();
  }

  /** What texts have in common that count as the same. */
  private static String key(String text) {
    String normalized = SplitCheck.key(text);
    StringBuilder letters = new StringBuilder(normalized.length());
    Diacritics.strip(normalized)
        .codePoints()
        .filter(Character::isLetterOrDigit)
        .forEach(letters::appendCodePoint);
    // Of signs alone, the signs count.
    return letters.isEmpty() ? normalized : letters.toString();
  }
}
