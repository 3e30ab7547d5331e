package chatwarden.standalone.labels;

import static chatwarden.standalone.labels.ExportedFolder.OTHER;
import static chatwarden.standalone.labels.ExportedFolder.OWN;
import static chatwarden.standalone.labels.ExportedFolder.decision;
import static chatwarden.standalone.labels.ExportedFolder.feedback;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.labels.v1.LabelledText;
import chatwarden.runtime.error.InvalidInputException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelErasureTest {

  private static final JsonMapper JSON = new JsonMapper();

  private static final List<LabelledText> ROWS =
      List.of(
          decision("sample", "c1", OWN, "đồ \"ngu\", thật\r\nsự"),
          decision("sample", "c2", OTHER, "im mồm, \"đi\"\nmau"),
          decision("other", "c3", OWN, "ngu quá"),
          decision("sample", "c4", OTHER, "khốn nạn"),
          decision("sample", "c5", OTHER, "đồ điên"),
          feedback("ngu quá"),
          feedback("trận hay quá"));

  @TempDir private Path folder = Path.of("");

  private ExportedFolder exported(String name) throws IOException {
    return ExportedFolder.write(folder.resolve(name), ROWS);
  }

  private static LabelOwner owner(String chat) {
    return new LabelOwner(OWN, chat, Set.of(), Set.of());
  }

  private static String texts(ExportedFolder export) throws IOException {
    return Files.readString(export.train()) + Files.readString(export.dev());
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(Path::getFileName).sorted().toList();
    }
  }

  @Test
  void accountLeavesTheFilesAndTheirDescription() throws Exception {
    ExportedFolder export = exported("one");
    long rows = ROWS.size();

    LabelErasure erased = LabelErasure.run(owner(""), LabelFiles.find(List.of(export.path())));

    assertThat(erased.removed()).as("two decisions, feedback on one text").isEqualTo(3);
    assertThat(erased.files()).extracting(LabelFileCount::rows).satisfies(each -> sums(each, rows));
    assertThat(erased.conflicts()).as("that of c1; c3 is of another chat").isEqualTo(1);
    assertThat(texts(export))
        .doesNotContain(OWN, "ngu quá", "thật")
        .contains("\"im mồm, \"\"đi\"\"\nmau\",OFFENSIVE,DECISION,sample,c2," + OTHER + ",")
        .contains("trận hay quá,CLEAN,FEEDBACK,");
    JsonNode provenance = JSON.readTree(export.provenance().toFile());
    assertThat(provenance.at("/rowsBySource/DECISION").asInt()).isEqualTo(3);
    assertThat(provenance.at("/rowsBySource/FEEDBACK").asInt()).isEqualTo(1);
    assertThat(provenance.at("/rowsByModel/chat@4").asInt()).isEqualTo(3);
    assertThat(provenance.at("/textsOfSeveralLabels").asInt()).as("was 1").isZero();
    assertThat(provenance.at("/chats/0/conflicts").findValuesAsText("comment"))
        .doesNotContain("c1")
        .contains("c2", "c4", "c5");
    for (JsonNode file : provenance.get("files")) {
      Path described = export.path().resolve(file.get("name").asText());
      assertThat(file.get("sha256").asText()).isEqualTo(sha256(described));
    }
    assertThat(provenance.get("files").findValues("rows").stream().mapToInt(JsonNode::asInt).sum())
        .isEqualTo(4);
    assertThat(files(export.path()).toString()).isEqualTo("[dev.csv, provenance.json, train.csv]");
  }

  private static void sums(List<? extends Long> counts, long expected) {
    assertThat(counts.stream().mapToLong(Long::longValue).sum()).isEqualTo(expected);
  }

  private static String sha256(Path file) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }

  @Test
  void descriptionEqualsThatOfAnExportWithoutTheAccount() throws Exception {
    ExportedFolder export = exported("one");
    ExportedFolder without =
        ExportedFolder.write(
            folder.resolve("without"),
            ROWS.stream()
                .filter(row -> !row.getAuthorHash().equals(OWN))
                .filter(row -> !row.getText().equals("ngu quá"))
                .toList());

    LabelErasure.run(owner(""), LabelFiles.find(List.of(export.path())));

    JsonNode described = JSON.readTree(export.provenance().toFile());
    JsonNode expected = JSON.readTree(without.provenance().toFile());
    for (String field : List.of("timeRange", "rowsBySource", "rowsByLabel", "rowsByModel")) {
      assertThat(described.get(field)).as(field).isEqualTo(expected.get(field));
    }
  }

  @Test
  void oneChatIsErasedAlone() throws Exception {
    ExportedFolder export = exported("one");

    LabelErasure erased = LabelErasure.run(owner("sample"), List.of(export.train(), export.dev()));

    assertThat(erased.removed()).isEqualTo(1);
    assertThat(texts(export)).contains(",other,c3," + OWN).doesNotContain(",sample,c1,");
  }

  @Test
  void feedbackIsFoundByTheTextsOfTheStore() throws Exception {
    ExportedFolder export = exported("one");
    LabelOwner known =
        new LabelOwner("c3", "", Set.of("trận hay quá"), Set.of(new CommentPlace("sample", "c4")));

    LabelErasure erased = LabelErasure.run(known, List.of(export.train(), export.dev()));

    assertThat(erased.removed()).isEqualTo(1);
    assertThat(erased.conflicts()).as("of a comment without a row of the account").isEqualTo(1);
    assertThat(texts(export)).doesNotContain("trận hay quá");
  }

  @Test
  void rowThatCannotBeReadLeavesEveryFileAsItWas() throws Exception {
    ExportedFolder first = exported("a");
    ExportedFolder broken = exported("b");
    Files.writeString(broken.dev(), "one,two\r\n", StandardOpenOption.APPEND);
    String before = texts(first) + Files.readString(first.provenance());
    List<Path> all = LabelFiles.find(List.of(folder));

    assertThatThrownBy(() -> LabelErasure.run(owner(""), all))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("--labels: row ")
        .hasMessageContaining(broken.dev() + " does not have 12 fields")
        .hasMessageNotContaining("one");
    assertThat(texts(first) + Files.readString(first.provenance())).isEqualTo(before);
    assertThat(files(first.path())).hasSize(3);
    assertThat(files(broken.path())).hasSize(3);
  }

  @Test
  void erasureThatWasKilledIsCompletedByAnother() throws Exception {
    ExportedFolder whole = exported("whole");
    ExportedFolder killed = exported("killed");
    LabelErasure.run(owner(""), LabelFiles.find(List.of(whole.path())));
    // As it is killed between its files: the description has changed, the rows have not.
    Files.copy(whole.provenance(), killed.provenance(), StandardCopyOption.REPLACE_EXISTING);
    Files.writeString(killed.path().resolve(".dev.csv.erasing"), "text,label\r\nhalf a");
    assertThat(texts(killed)).contains(OWN);

    LabelErasure.run(owner(""), LabelFiles.find(List.of(killed.path())));

    assertThat(files(killed.path())).hasSize(3);
    for (Path file : List.of(whole.train(), whole.dev(), whole.provenance())) {
      assertThat(killed.path().resolve(file.getFileName())).hasSameTextualContentAs(file);
    }
  }

  @Test
  void twoErasuresOfAFileAtATimeAreRefused() throws Exception {
    ExportedFolder export = exported("one");
    String before = texts(export);
    try (FileReplacement _ = FileReplacement.begin(export.dev().toRealPath())) {
      assertThatThrownBy(() -> LabelErasure.run(owner(""), List.of(export.train(), export.dev())))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("another erasure changes " + export.dev().toRealPath());
    }
    assertThat(texts(export)).isEqualTo(before);

    assertThat(LabelErasure.run(owner(""), List.of(export.train(), export.dev())).removed())
        .isEqualTo(3);
  }

  @Test
  void rightsOfTheFilesStay() throws Exception {
    ExportedFolder export = exported("one");
    for (Path file : List.of(export.train(), export.dev(), export.provenance())) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    }

    LabelErasure.run(owner(""), List.of(export.train(), export.dev()));

    for (Path file : List.of(export.train(), export.dev(), export.provenance())) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-r-----");
    }
  }

  @Test
  void accountIsExportedAsLines() throws Exception {
    ExportedFolder export = exported("one");
    StringBuilder out = new StringBuilder();

    long rows = LabelRows.write(owner(""), LabelFiles.find(List.of(export.path())), out);

    assertThat(rows).isEqualTo(2);
    List<String> lines = out.toString().lines().toList();
    assertThat(lines).hasSize(2);
    JsonNode line = JSON.readTree(lines.getFirst());
    assertThat(line.at("/labelRow/author").asText()).isEqualTo(OWN);
    assertThat(line.at("/labelRow/file").asText()).endsWith(".csv");
    assertThat(line.at("/labelRow/decision").asText()).isEqualTo("HIDE");
    assertThat(out.toString()).contains("đồ \\\"ngu\\\", thật\\r\\nsự");
  }
}
