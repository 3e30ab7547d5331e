package chatwarden.mlops.rewriting;

import chatwarden.mlops.data.SplitCheck;
import chatwarden.mlops.rewriting.StyleJudge.Example;
import chatwarden.mlops.stagetwo.AnnotatedText;
import chatwarden.mlops.stagetwo.SpanCorpus;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.tukaani.xz.XZInputStream;

/**
 * Reads the data that rewriters are measured with: texts of dev splits, and for the evaluators
 * those of train splits that no dev split has, without the rows that the sets flag as held out.
 */
final class RewriteData {
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
  private static final List<String> REFERENCES = List.of("neutral1", "neutral2", "neutral3");
  private static final String CLEAN = "CLEAN";

  private final Path data;

  RewriteData(Path data) {
    this.data = data;
  }

  /** Returns toxic texts of ParaDetox dev and what people wrote in their place. */
  List<RewriteRow> english() throws IOException {
    List<RewriteRow> rows = new ArrayList<>();
    for (CSVRecord row : table("paradetox/dev.csv")) {
      rows.add(new RewriteRow(row.get("toxic"), references(row), ""));
    }
    return rows;
  }

  private static List<String> references(CSVRecord row) {
    return REFERENCES.stream().map(row::get).filter(text -> !text.isBlank()).toList();
  }

  /** Returns the texts of ViHOS dev in which annotators marked something. */
  List<RewriteRow> vietnamese() throws IOException {
    List<RewriteRow> rows = new ArrayList<>();
    for (AnnotatedText text : SpanCorpus.read(data.resolve("vihos/dev.csv"))) {
      if (text.bearing()) {
        rows.add(new RewriteRow(text.text(), List.of(), text.unmarked()));
      }
    }
    return rows;
  }

  /** Returns toxic and neutral texts of ParaDetox train and the tweets of Davidson train. */
  List<Example> englishExamples() throws IOException {
    Set<String> dev = keys("paradetox/dev.csv", "toxic");
    dev.addAll(keys("davidson/dev.csv", "text"));
    List<Example> examples = new ArrayList<>();
    for (CSVRecord row : table("paradetox/train.csv")) {
      examples.add(new Example(row.get("toxic"), true));
      references(row).forEach(text -> examples.add(new Example(text, false)));
    }
    for (CSVRecord row : table("davidson/train.csv")) {
      examples.add(new Example(row.get("text"), !row.get("label").equals(CLEAN)));
    }
    examples.removeIf(example -> dev.contains(SplitCheck.key(example.text())));
    return examples;
  }

  /** Returns the comments of ViHSD train, and those of ViHOS train that ViHSD does not hold out. */
  List<Example> vietnameseExamples() throws IOException {
    Set<String> dev = keys("vihsd/dev.csv", "text");
    dev.addAll(keys("vihos/dev.csv", "text"));
    List<Example> examples = new ArrayList<>();
    for (CSVRecord row : table("vihos/train.csv")) {
      if (row.get("in_vihsd_test").equals("0") && row.get("in_vihsd_dev").equals("0")) {
        examples.add(new Example(row.get("text"), !row.get("spans").equals("[]")));
      }
    }
    for (CSVRecord row : table("vihsd/train.csv")) {
      if (row.get("in_vihsd_test").equals("0") && row.get("in_vihos_test").equals("0")) {
        examples.add(new Example(row.get("text"), !row.get("label").equals(CLEAN)));
      }
    }
    examples.removeIf(example -> dev.contains(SplitCheck.key(example.text())));
    return examples;
  }

  /** Returns the words of comments without labels; those of the labelled sets are left out. */
  List<List<String>> vietnameseLines() throws IOException {
    Set<List<String>> own = new HashSet<>();
    for (String set : List.of("vihsd", "vihos")) {
      for (String split : List.of("train", "dev")) {
        for (CSVRecord row : table(set + "/" + split + ".csv")) {
          own.add(WordModel.words(row.get("text")));
        }
      }
    }
    List<List<String>> lines = new ArrayList<>();
    Path comments = data.resolve("chat-corpus/vi_social.txt.xz");
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new XZInputStream(Files.newInputStream(comments)), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        List<String> words = WordModel.words(line);
        if (!words.isEmpty() && !own.contains(words)) {
          lines.add(words);
        }
      }
    }
    return lines;
  }

  private Set<String> keys(String file, String column) throws IOException {
    Set<String> keys = new HashSet<>();
    for (CSVRecord row : table(file)) {
      keys.add(SplitCheck.key(row.get(column)));
    }
    return keys;
  }

  private List<CSVRecord> table(String file) throws IOException {
    try (Reader reader = Files.newBufferedReader(data.resolve(file))) {
      return FORMAT.parse(reader).getRecords();
    } catch (IllegalArgumentException e) {
      throw new IOException(data.resolve(file) + ": " + e.getMessage(), e);
    }
  }
}
