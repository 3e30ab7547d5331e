package chatwarden.repository.remote;

import chatwarden.repository.ModelFolder;
import chatwarden.repository.ModelId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The kept versions of one remote: {@code <root>/<name>/<version>}, each put there at once when it
 * is whole. The file {@code .named} lists those that the remote named last; versions that it named
 * before are kept up to {@value #KEPT}, for a way back, and older ones are deleted. The time of the
 * file says when the cache was last in use.
 *
 * <p>Threads and processes share it: each change is made under {@link #locked}.
 */
final class VersionCache {

  /** How many versions are kept that are not named any more. */
  static final int KEPT = 4;

  private static final Map<Path, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

  private final Path root;
  private final Path list;

  VersionCache(Path root) {
    this.root = root.toAbsolutePath().normalize();
    this.list = this.root.resolve(".named");
  }

  /** Work on the cache. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException;
  }

  /** Returns the result of work that no other thread or process interferes with. */
  <T> T locked(Work<T> work) throws IOException {
    ReentrantLock lock = LOCKS.computeIfAbsent(root, _ -> new ReentrantLock());
    lock.lock();
    try {
      Files.createDirectories(root);
      try (FileChannel file =
              FileChannel.open(
                  root.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock _ = file.lock()) {
        return work.run();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Returns the folder of a version, whether it exists or not. */
  Path folder(ModelId id) {
    return root.resolve(id.name()).resolve(id.version());
  }

  /** Returns the folder in which a version is put together. */
  Path incoming(ModelId id) {
    return root.resolve(".incoming").resolve(id.toString());
  }

  /** Puts an incoming version in its place. */
  void place(ModelId id) throws IOException {
    Files.createDirectories(folder(id).getParent());
    Files.move(incoming(id), folder(id), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Returns the versions that the remote named last and that are there. */
  Map<ModelId, Path> named() {
    Map<ModelId, Path> there = new TreeMap<>();
    for (ModelId id : listed("now")) {
      if (Files.isDirectory(folder(id))) {
        there.put(id, folder(id));
      }
    }
    return there;
  }

  /** Notes that the cache is in use. */
  void touch(Instant now) throws IOException {
    if (Files.exists(list)) {
      Files.setLastModifiedTime(list, FileTime.from(now));
    }
  }

  /** Deletes the caches beside this one that were not touched since {@code since}. */
  void dropUnused(Instant since) throws IOException {
    try (Stream<Path> beside = Files.list(root.getParent())) {
      for (Path other : (Iterable<Path>) beside::iterator) {
        Path named = other.resolve(".named");
        if (Files.exists(named) && Files.getLastModifiedTime(named).toInstant().isBefore(since)) {
          delete(other);
        }
      }
    }
  }

  /** Notes the versions that the remote names now, and deletes those that are not kept. */
  void name(SequencedSet<ModelId> now) throws IOException {
    SequencedSet<ModelId> before = new LinkedHashSet<>(listed("now"));
    if (before.equals(now)) {
      return;
    }
    before.addAll(listed("before"));
    before.removeAll(now);
    List<ModelId> kept = before.stream().limit(KEPT).toList();
    List<String> lines = new ArrayList<>();
    now.forEach(id -> lines.add("now " + id));
    kept.forEach(id -> lines.add("before " + id));
    Path fresh = root.resolve(".named.new");
    Files.write(fresh, lines, StandardCharsets.UTF_8);
    Files.move(fresh, list, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    for (Map.Entry<ModelId, Path> version : ModelFolder.at(root).versions().entrySet()) {
      if (!now.contains(version.getKey()) && !kept.contains(version.getKey())) {
        delete(version.getValue());
      }
    }
    delete(root.resolve(".incoming"));
  }

  private SequencedSet<ModelId> listed(String when) {
    SequencedSet<ModelId> ids = new LinkedHashSet<>();
    try {
      for (String line : Files.readAllLines(list, StandardCharsets.UTF_8)) {
        String[] words = line.split("[ @]", 3);
        if (words.length == 3 && words[0].equals(when)) {
          ids.add(new ModelId(words[1], words[2]));
        }
      }
      return ids;
    } catch (IOException | IllegalArgumentException e) {
      return new LinkedHashSet<>(); // A missing or torn list is made anew by the next look.
    }
  }

  /** Deletes a folder with all that it holds; does not follow links. */
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException fault)
              throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
