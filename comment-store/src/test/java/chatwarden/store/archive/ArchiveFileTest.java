package chatwarden.store.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ArchiveFileTest {

  private static final ArchiveHeader HEADER =
      new ArchiveHeader(2, Optional.of("demo"), Instant.parse("2026-01-01T12:00:00Z"), "Test 1");

  @TempDir private Path folder;

  private Path written(ArchiveHeader header, List<ArchiveRecord> records) throws IOException {
    Path file = folder.resolve("demo.cwb");
    Files.deleteIfExists(file);
    try (ArchiveWriter writer = ArchiveWriter.open(file, header)) {
      for (ArchiveRecord record : records) {
        writer.write(record);
      }
      writer.count("comments", 7);
      writer.complete();
    }
    return file;
  }

  private static List<ArchiveRecord> records(Random random, int count) {
    List<ArchiveRecord> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<byte[]> items = new ArrayList<>();
      for (int j = random.nextInt(6); j > 0; j--) {
        byte[] item = new byte[random.nextInt(200)];
        random.nextBytes(item);
        items.add(item);
      }
      ValueType type = ValueType.values()[random.nextInt(ValueType.values().length)];
      records.add(
          new ArchiveRecord(
              "cw:{demo}:ý" + i, type, random.nextBoolean(), random.nextInt(1_000), items));
    }
    return records;
  }

  private static void assertSame(ArchiveRecord read, ArchiveRecord written) {
    assertThat(read.key()).isEqualTo(written.key());
    assertThat(read.type()).isEqualTo(written.type());
    assertThat(read.first()).isEqualTo(written.first());
    assertThat(read.expireMillis()).isEqualTo(written.expireMillis());
    assertThat(read.items().toArray(byte[][]::new))
        .isDeepEqualTo(written.items().toArray(byte[][]::new));
  }

  @Test
  void recordsAreReadAsTheyWereWritten() throws IOException {
    for (int seed = 0; seed < 50; seed++) {
      List<ArchiveRecord> records = records(new Random(seed), 20);
      List<ArchiveRecord> read = new ArrayList<>();
      ArchiveSummary summary = ArchiveReader.verify(written(HEADER, records), read::add);
      assertThat(summary.header()).isEqualTo(HEADER);
      assertThat(summary.text()).isEqualTo("7 comments, 20 records");
      assertThat(read).hasSameSizeAs(records);
      for (int i = 0; i < records.size(); i++) {
        assertSame(read.get(i), records.get(i));
      }
    }
  }

  @Test
  void aFileThatIsCutAnywhereIsRefused() throws IOException {
    byte[] whole = Files.readAllBytes(written(HEADER, records(new Random(1), 5)));
    for (int length = 0; length < whole.length; length++) {
      assertRefused(Arrays.copyOf(whole, length));
    }
  }

  /** The bits between the blocks of zlib mean nothing, and may be anything. */
  @Test
  void aFileWithAChangedByteIsRefusedOrReadAsItWasWritten() throws IOException {
    List<ArchiveRecord> records = records(new Random(2), 5);
    byte[] whole = Files.readAllBytes(written(HEADER, records));
    for (int at = 0; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x10;
      if (!isReadAs(records, damaged)) {
        assertRefused(damaged);
      }
    }
    assertRefused(Arrays.copyOf(whole, whole.length + 1));
  }

  private boolean isReadAs(List<ArchiveRecord> records, byte[] content) throws IOException {
    Path file = Files.write(folder.resolve("changed.cwb"), content);
    List<ArchiveRecord> read = new ArrayList<>();
    try {
      var unused = ArchiveReader.verify(file, read::add);
    } catch (ChatwardenException e) {
      return false;
    }
    for (int i = 0; i < records.size(); i++) {
      assertSame(read.get(i), records.get(i));
    }
    return true;
  }

  private void assertRefused(byte[] content) throws IOException {
    Path file = Files.write(folder.resolve("broken.cwb"), content);
    assertThatThrownBy(() -> ArchiveReader.verify(file, record -> {}))
        .matches(FaultCode.FAILED_PRECONDITION::isOf)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("expected: ")
        .hasMessageContaining("nothing was restored");
  }

  @Test
  void aFileOfANewerFormatOrLayoutIsRefused() throws IOException {
    Path file = written(HEADER, List.of());
    byte[] format = Files.readAllBytes(file);
    format[ArchiveFormat.MAGIC.length + 3] = 2;
    Path newer = Files.write(folder.resolve("newer.cwb"), format);
    assertThatThrownBy(() -> ArchiveReader.verify(newer, record -> {}))
        .hasMessage(
            newer
                + ": has format 2 (expected: 1), a newer Chatwarden wrote it; nothing was restored,"
                + " restore it with that version");
    ArchiveHeader next = new ArchiveHeader(3, Optional.empty(), HEADER.createTime(), "Later 9");
    Path layout = written(next, List.of());
    assertThatThrownBy(() -> ArchiveReader.verify(layout, record -> {}))
        .hasMessageContaining("has layout 3 (expected: at most 2)")
        .hasMessageEndingWith("restore it with that version, Later 9");
  }

  @Test
  void theFileIsForItsOwnerAloneAndAppearsWhole() throws IOException {
    Path file = folder.resolve("demo.cwb");
    try (ArchiveWriter writer = ArchiveWriter.open(file, HEADER)) {
      writer.write(ArchiveRecord.member("cw:chats", "demo", "1"));
      assertThat(file).doesNotExist();
    }
    assertThat(folder).isEmptyDirectory();
    Path whole = written(HEADER, List.of());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(whole)))
        .isEqualTo("rw-------");
    assertThatThrownBy(() -> ArchiveWriter.open(whole, HEADER).close())
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("--output: " + whole + " exists (expected: a new file); choose another name");
  }
}
