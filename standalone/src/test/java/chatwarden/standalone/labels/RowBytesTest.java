package chatwarden.standalone.labels;

import static chatwarden.standalone.labels.ExportedFolder.OTHER;
import static chatwarden.standalone.labels.ExportedFolder.OWN;
import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.testing.engine.TemporaryFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class RowBytesTest {

  private static final List<String> HEADER =
      List.of("text", "label", "source", "chat", "comment", "author");

  /** Texts of quotes, commas, ends of lines, and letters of one, two and three bytes. */
  @Property(tries = 60)
  void rowsThatStayKeepTheirBytes(
      @ForAll @Size(max = 40)
          List<@StringLength(max = 12) @Chars({'"', ',', '\r', '\n', 'a', 'đ', 'ệ', ' '}) String>
              texts,
      @ForAll @Size(min = 40, max = 40) List<Boolean> owned)
      throws Exception {
    Path folder = TemporaryFolder.create("labels");
    try {
      Path file = folder.resolve("all.csv");
      Path expected = folder.resolve("expected.csv");
      try (CsvFile all = new CsvFile(file, HEADER);
          CsvFile others = new CsvFile(expected, HEADER)) {
        for (int i = 0; i < texts.size(); i++) {
          String author = owned.get(i) ? OWN : OTHER;
          List<String> row =
              List.of("t" + texts.get(i), "CLEAN", "DECISION", "sample", "c" + i, author);
          all.add(row);
          if (!owned.get(i)) {
            others.add(row);
          }
        }
      }

      LabelErasure.run(new LabelOwner(OWN, "", Set.of(), Set.of()), List.of(file));

      assertThat(file).hasSameBinaryContentAs(expected);
    } finally {
      TemporaryFolder.delete(folder);
    }
  }
}
