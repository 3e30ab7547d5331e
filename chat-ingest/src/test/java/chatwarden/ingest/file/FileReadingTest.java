package chatwarden.ingest.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.ingest.source.RecordingSink;
import chatwarden.ingest.source.SourceException;
import chatwarden.ingest.source.SourceException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class FileReadingTest extends FileSourceFixture {

  @Test
  void readingThatWasCutAnywhereGoesOnWithoutGapOrRepeat() throws Exception {
    List<String> ids = IntStream.range(0, 12).mapToObj(i -> "c" + i).toList();
    write(ids.stream().map(FileSourceFixture::line).toArray(String[]::new));
    for (int cut = 0; cut < ids.size(); cut++) {
      List<String> all = new ArrayList<>();
      Optional<byte[]> checkpoint = readUntil(cut, all);
      RecordingSink rest = new RecordingSink();
      source(0, checkpoint).run(rest);
      all.addAll(rest.ids());
      assertThat(all).isEqualTo(ids);
    }
  }

  @Test
  void conflictingLineIsNoticedAcrossACheckpoint() throws Exception {
    write(line("a", "one"), line("b", "one"), line("c", "one"), line("a", "two"));
    Optional<byte[]> checkpoint = readUntil(2, new ArrayList<>());
    source(0, checkpoint).run(sink);
    assertThat(sink.ids()).containsExactly("c");
    assertThat(sink.rejections()).hasSize(1);
  }

  @Test
  void whatWasAppendedAfterACheckpointIsRead() throws Exception {
    write(line("a"), line("b"));
    FileSource first = source(0, Optional.empty());
    first.run(new RecordingSink());
    Files.writeString(file, line("c") + "\n", StandardOpenOption.APPEND);
    source(0, first.checkpoint()).run(sink);
    assertThat(sink.ids()).containsExactly("c");
  }

  @Test
  void fileThatChangedBeforeTheCheckpointIsNoticed() throws Exception {
    write(line("a"), line("b"));
    FileSource first = source(0, Optional.empty());
    first.run(new RecordingSink());
    write(line("z"), line("b"), line("c"));
    assertThatThrownBy(() -> source(0, first.checkpoint()).run(sink))
        .isInstanceOfSatisfying(
            SourceException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CHANGED))
        .hasMessageContaining("line 3");
    assertThat(sink.ids()).isEmpty();
  }

  @Test
  void fileThatBecameShorterIsNoticed() throws Exception {
    write(line("a"), line("b"));
    FileSource first = source(0, Optional.empty());
    first.run(new RecordingSink());
    write(line("a"));
    assertThatThrownBy(() -> source(0, first.checkpoint()).run(sink))
        .isInstanceOfSatisfying(
            SourceException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CHANGED));
  }

  @Test
  void fileThatIsEmptiedWhileItIsReadIsNoticed() throws Exception {
    write(line("a"), line("b"));
    RecordingSink emptying = new RecordingSink(comment -> truncate());
    assertThatThrownBy(() -> source(0, Optional.empty()).run(emptying))
        .isInstanceOfSatisfying(
            SourceException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CHANGED));
  }

  @Test
  void checkpointOfAnotherSourceIsRefused() throws Exception {
    write(line("a"));
    byte[] foreign = "{\"mode\":\"LIVE\"}".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> source(0, Optional.of(foreign)).run(sink))
        .isInstanceOfSatisfying(
            SourceException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_UNDERSTOOD));
  }

  @Test
  void missingFileAndFolderAreNamed() {
    assertThatThrownBy(this::read).hasMessage("file not found on the ingest host: " + file);
    file = folder;
    assertThatThrownBy(this::read).hasMessage(folder + " is not a file");
  }

  @Test
  void interruptStopsTheReadingBetweenLines() throws Exception {
    write(line("a"), "broken", "broken", line("b"));
    RecordingSink interrupting = new RecordingSink(comment -> Thread.currentThread().interrupt());
    FileSource source = source(0, Optional.empty());
    assertThatThrownBy(() -> source.run(interrupting)).isInstanceOf(InterruptedException.class);
    assertThat(interrupting.ids()).containsExactly("a");
    source(0, source.checkpoint()).run(sink);
    assertThat(sink.ids()).containsExactly("b");
    assertThat(sink.rejections()).hasSize(2);
  }

  private Optional<byte[]> readUntil(int count, List<String> ids) throws Exception {
    RecordingSink cutting =
        new RecordingSink(
            comment -> {
              if (ids.size() == count) {
                throw new InterruptedException();
              }
              ids.add(comment.getId());
            });
    FileSource source = source(0, Optional.empty());
    assertThatThrownBy(() -> source.run(cutting)).isInstanceOf(InterruptedException.class);
    return source.checkpoint();
  }

  private void truncate() {
    try {
      Files.write(file, new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
