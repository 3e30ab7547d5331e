package chatwarden.repository;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The names, sizes and times of a folder's files: they show a change without reading it.
 *
 * @param files the size and the time of every file, by its path
 */
record FolderStamp(Map<Path, String> files) {

  /** The stamp of {@code folder} now; one without files while it cannot be listed. */
  static FolderStamp of(Path folder) {
    Map<Path, String> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(folder.toRealPath())) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
        if (file.isRegularFile()) {
          files.put(path, file.size() + " " + file.lastModifiedTime());
        }
      }
      return new FolderStamp(files);
    } catch (IOException | UncheckedIOException e) {
      return new FolderStamp(Map.of());
    }
  }
}
