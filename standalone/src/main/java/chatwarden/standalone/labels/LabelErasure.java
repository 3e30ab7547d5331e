package chatwarden.standalone.labels;

import chatwarden.runtime.error.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Removes the rows of an account from exported labels. All files are read, and their new contents
 * are on the disk, before the first is replaced: input that cannot be read leaves everything as it
 * was. A run that was killed is completed by another.
 *
 * @param files by file, how many rows it had and how many were removed
 * @param conflicts how many contradicting decisions were removed from {@code provenance.json}
 */
public record LabelErasure(List<LabelFileCount> files, long conflicts) {

  /** Copies the counts. */
  public LabelErasure {
    files = List.copyOf(files);
  }

  /**
   * Erases an account.
   *
   * @param files files of exports; others of the same export are read for {@code provenance.json}
   * @throws InvalidInputException if a file cannot be read, or another erasure changes it
   */
  public static LabelErasure run(LabelOwner owner, Collection<Path> files) throws IOException {
    Map<Path, Set<Path>> folders = new TreeMap<>();
    for (Path file : files) {
      Path folder = file.toRealPath().getParent();
      if (folder != null) {
        folders.computeIfAbsent(folder, _ -> new TreeSet<>()).add(file.toRealPath());
      }
    }
    Set<String> texts = new HashSet<>();
    LabelRows.read(owner, files, (_, row) -> texts.add(row.cell("text")));
    LabelOwner known = owner.withTexts(texts);
    List<FolderErasure> erasures = new ArrayList<>();
    try {
      for (Map.Entry<Path, Set<Path>> folder : folders.entrySet()) {
        FolderErasure erasure = new FolderErasure(known);
        erasures.add(erasure);
        erasure.prepare(folder.getKey(), folder.getValue());
      }
      List<LabelFileCount> counts = new ArrayList<>();
      long conflicts = 0;
      for (FolderErasure erasure : erasures) {
        erasure.commit();
        counts.addAll(erasure.counts());
        conflicts += erasure.conflicts();
      }
      return new LabelErasure(counts, conflicts);
    } finally {
      for (FolderErasure erasure : erasures) {
        erasure.close();
      }
    }
  }

  /** Returns how many rows were removed. */
  public long removed() {
    return files.stream().mapToLong(LabelFileCount::owned).sum();
  }
}
