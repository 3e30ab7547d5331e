package chatwarden.standalone.engine;

import chatwarden.runtime.error.FailedPreconditionException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one engine: this process holds it alone, until it closes it or dies. It keeps the
 * password that clients of the engine need, so that they find the engine again after a restart.
 */
final class DataFolder implements AutoCloseable {
  private static final int PASSWORD_BYTES = 16;

  private final Path path;
  private final FileChannel lockFile;

  private DataFolder(Path path, FileChannel lockFile) {
    this.path = path;
    this.lockFile = lockFile;
  }

  /**
   * Takes the folder, which is made when it is missing.
   *
   * @throws FailedPreconditionException when another process holds it
   */
  static DataFolder take(Path path) throws IOException {
    Files.createDirectories(path);
    FileChannel lockFile =
        FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (lock(lockFile) == null) {
      lockFile.close();
      throw FailedPreconditionException.of(
          "DATA_FOLDER_TAKEN",
          "another process works in " + path + ": stop it, or choose another folder by --data-dir");
    }
    return new DataFolder(path, lockFile);
  }

  private static @Nullable FileLock lock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // this very process holds it already
    }
  }

  /** A file or folder in it. */
  Path resolve(String name) {
    return path.resolve(name);
  }

  /** The password of the engine, made up the first time. */
  String password() throws IOException {
    Path file = path.resolve("password");
    if (!Files.exists(file)) {
      byte[] random = new byte[PASSWORD_BYTES];
      new SecureRandom().nextBytes(random);
      writePrivately(file, HexFormat.of().formatHex(random));
    }
    return Files.readString(file);
  }

  /** Writes a file that nobody else may read, whole or not at all. */
  void writePrivately(Path file, String content) throws IOException {
    Path draft = Files.createTempFile(path, file.getFileName().toString(), ".draft", privately());
    Files.writeString(draft, content, StandardCharsets.UTF_8);
    Files.move(draft, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
  }

  private static FileAttribute<?>[] privately() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  @Override
  public void close() throws IOException {
    lockFile.close();
  }
}
