package chatwarden.ingest.file;

import chatwarden.ingest.source.SourceException;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * Decides which files of this host sessions may read: those below a root, links followed. A refusal
 * is the same for files that exist and files that do not.
 *
 * @param roots folders or single files
 */
record FileRoots(List<Path> roots) {

  /** Copies the roots. */
  public FileRoots {
    roots = List.copyOf(roots);
  }

  /**
   * Returns the file of a path, links followed: a link that is replaced later changes nothing.
   *
   * @throws SourceException NOT_PERMITTED when no root permits it
   */
  Path file(String path) throws SourceException {
    Path file;
    try {
      file = Path.of(path);
    } catch (InvalidPathException e) {
      throw new SourceException(
          SourceException.Reason.NOT_FOUND, "invalid path of a file on the ingest host", e);
    }
    Path real = real(file);
    if (roots.stream().noneMatch(root -> real.startsWith(real(root)))) {
      throw new SourceException(
          SourceException.Reason.NOT_PERMITTED,
          "the file "
              + path
              + " is outside the folders that sessions may read; an operator can add its folder to"
              + " ingest.file-roots");
    }
    return real;
  }

  /** Returns the path with links followed where it exists, and without dots where it does not. */
  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path.toAbsolutePath().normalize();
    }
  }
}
