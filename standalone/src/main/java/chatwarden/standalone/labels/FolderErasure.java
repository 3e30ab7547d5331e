package chatwarden.standalone.labels;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Removes the rows of an account from the files of one folder. The rows that stay keep their bytes.
 * Used by one thread.
 */
final class FolderErasure implements AutoCloseable {

  private static final int COPIED_BYTES = 1 << 16;

  private final LabelOwner owner;
  private final Set<CommentPlace> erasedComments;
  private final List<LabelFileCount> counts = new ArrayList<>();
  private final List<FileReplacement> begun = new ArrayList<>();
  private final List<FileReplacement> changed = new ArrayList<>();
  private final RowTally tally = new RowTally();
  private final RowGroups groups = new RowGroups();
  private long conflicts;

  FolderErasure(LabelOwner owner) {
    this.owner = owner;
    this.erasedComments = new HashSet<>(owner.comments());
  }

  /** Writes the new contents beside the files. */
  void prepare(Path folder, Set<Path> chosen) throws IOException {
    Optional<ProvenanceUpdate> provenance = ProvenanceUpdate.read(folder);
    for (Path file : chosen) {
      rewrite(file, provenance);
    }
    if (provenance.isEmpty()) {
      return;
    }
    ProvenanceUpdate update = provenance.get();
    Set<Path> others = new TreeSet<>(update.listedFiles());
    others.removeAll(chosen);
    for (Path file : others) {
      count(file);
    }
    conflicts = update.removeConflicts(erasedComments);
    if (changed.isEmpty() && conflicts == 0) {
      return;
    }
    update.describe(tally, groups.contradictions());
    FileReplacement fresh = begin(update.file());
    update.write(fresh.content());
    var unused = fresh.seal();
    // First in its place: a run that was killed after it still finds the rows, and repeats it.
    changed.addFirst(fresh);
  }

  private void rewrite(Path file, Optional<ProvenanceUpdate> provenance) throws IOException {
    FileReplacement fresh = begin(file);
    long rows = 0;
    long owned = 0;
    try (LabelTable table = LabelTable.open(file);
        FileChannel source = FileChannel.open(file)) {
      long uncopied = 0;
      long begin = table.offset();
      for (LabelRow row = table.next(); row != null; row = table.next()) {
        long end = table.offset();
        rows++;
        if (owner.owns(row)) {
          owned++;
          erasedComments.add(row.comment());
          copy(source, uncopied, begin, fresh.content());
          uncopied = end;
        } else {
          count(row);
        }
        begin = end;
      }
      copy(source, uncopied, source.size(), fresh.content());
    }
    counts.add(new LabelFileCount(file, rows, owned));
    if (owned > 0) {
      String sha256 = fresh.seal();
      long left = rows - owned;
      provenance.ifPresent(it -> it.describe(String.valueOf(file.getFileName()), left, sha256));
      changed.add(fresh);
    }
  }

  private FileReplacement begin(Path file) throws IOException {
    FileReplacement fresh = FileReplacement.begin(file);
    begun.add(fresh);
    return fresh;
  }

  private static void copy(FileChannel source, long from, long to, OutputStream out)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(COPIED_BYTES);
    for (long at = from; at < to; at += buffer.position()) {
      buffer.clear().limit((int) Math.min(COPIED_BYTES, to - at));
      if (source.read(buffer, at) < 0) {
        throw new IOException("a file became shorter while it was read (expected: no change)");
      }
      out.write(buffer.array(), 0, buffer.position());
    }
  }

  private void count(Path file) throws IOException {
    try (LabelTable table = LabelTable.open(file)) {
      for (LabelRow row = table.next(); row != null; row = table.next()) {
        count(row);
      }
    }
  }

  private void count(LabelRow row) {
    var unused = groups.add(row.labelledText());
    tally.add(row.cell("source"), row.cell("label"), row.cell("model"));
    row.labelTime().ifPresent(tally::add);
  }

  /** Puts the new contents in their places. */
  void commit() throws IOException {
    for (FileReplacement fresh : changed) {
      fresh.commit();
    }
  }

  List<LabelFileCount> counts() {
    return counts;
  }

  long conflicts() {
    return conflicts;
  }

  /** Discards what was not committed. */
  @Override
  public void close() throws IOException {
    for (FileReplacement fresh : begun) {
      fresh.close();
    }
  }
}
