package chatwarden.repository.remote;

import chatwarden.repository.ModelFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The part of a file that has come so far, in {@code <file>.part}, and beside it, in {@code
 * <file>.part.tag}, the strong entity tag of the artefact that it is part of. It survives the
 * process.
 */
final class PartialFile {

  private final Path target;
  private final Path part;
  private final Path tag;

  PartialFile(Path target) {
    this.target = target;
    this.part = target.resolveSibling(target.getFileName() + ".part");
    this.tag = target.resolveSibling(target.getFileName() + ".part.tag");
  }

  /** Returns how many bytes have come; 0 where they cannot be gone on from. */
  long size() {
    try {
      return tag().isPresent() ? Files.size(part) : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  /** Returns the strong entity tag of what has come. */
  Optional<String> tag() {
    try {
      return Optional.of(Files.readString(tag)).filter(PartialFile::isStrong);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static boolean isStrong(String tag) {
    return tag.length() > 2 && tag.startsWith("\"") && tag.endsWith("\"");
  }

  /** Returns the content after what has come. */
  OutputStream more() throws IOException {
    return Files.newOutputStream(part, StandardOpenOption.APPEND);
  }

  /** Returns the content from its begin; what has come is dropped. */
  OutputStream anew(String newTag) throws IOException {
    discard();
    Files.createDirectories(target.toAbsolutePath().getParent());
    OutputStream content = Files.newOutputStream(part);
    if (isStrong(newTag)) {
      Files.writeString(tag, newTag);
    }
    return content;
  }

  /** Returns the checksum of what has come. */
  String sha256() throws IOException {
    return ModelFile.of(part).sha256();
  }

  /** Puts the file, now whole, in its place. */
  void finish() throws IOException {
    Files.deleteIfExists(tag);
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  void discard() throws IOException {
    Files.deleteIfExists(tag);
    Files.deleteIfExists(part);
  }
}
