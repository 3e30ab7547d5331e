package chatwarden.standalone.engine;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.FaultWords;
import chatwarden.runtime.lifecycle.BindFault;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one engine: used by one process at a time, its files readable by its owner alone.
 * The lock goes with the process, however that ends. Used by one thread at a time.
 */
final class EngineFolder implements AutoCloseable {

  private static final int PASSWORD_BYTES = 24;

  private final String engine;
  private final Path folder;
  private final FileChannel lockFile;
  private final FileLock lock;

  private EngineFolder(String engine, Path folder, FileChannel lockFile, FileLock lock) {
    this.engine = engine;
    this.folder = folder;
    this.lockFile = lockFile;
    this.lock = lock;
  }

  /**
   * Takes the folder; makes it where there is none.
   *
   * @throws ChatwardenException FAILED_PRECONDITION, with reason {@code DATA_DIR_IN_USE} when a
   *     living process has it, {@code DATA_DIR_UNUSABLE} when it cannot be written
   */
  static EngineFolder take(String engine, Path folder) {
    try {
      Files.createDirectories(folder);
      makePrivate(folder, "rwx------");
      FileChannel file =
          FileChannel.open(
              folder.resolve("lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      FileLock lock = tryLock(file);
      if (lock == null) {
        String owner = content(file);
        file.close();
        throw FaultCode.FAILED_PRECONDITION.exception(
            "DATA_DIR_IN_USE",
            "the "
                + engine
                + " data in "
                + folder
                + " is in use by process "
                + owner
                + "; stop that, or choose another --data-dir");
      }
      file.truncate(0);
      file.write(bytes(Long.toString(ProcessHandle.current().pid())), 0);
      return new EngineFolder(engine, folder, file, lock);
    } catch (IOException e) {
      throw FaultCode.FAILED_PRECONDITION.exception(
          "DATA_DIR_UNUSABLE",
          "the " + engine + " cannot keep its data in " + folder + ": " + FaultWords.of(e),
          e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static String content(FileChannel file) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(32);
    int length = file.read(buffer, 0);
    return length <= 0
        ? "unknown"
        : new String(buffer.array(), 0, length, StandardCharsets.US_ASCII);
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** A file of the folder. */
  Path file(String name) {
    return folder.resolve(name);
  }

  /** The password of this folder, made at its first use. */
  String password() throws IOException {
    Path file = file("password");
    if (Files.exists(file)) {
      String kept = Files.readString(file, StandardCharsets.US_ASCII).strip();
      if (!kept.isEmpty()) {
        return kept;
      }
    }
    byte[] random = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(random);
    String made = HexFormat.of().formatHex(random);
    write("password", made + "\n");
    return made;
  }

  /** Writes a file at once, so that no reader sees half of it. */
  void write(String name, String text) throws IOException {
    Path fresh = file(name + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(fresh);
    makePrivate(fresh, "rw-------");
    Files.writeString(fresh, text);
    Files.move(
        fresh, file(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void makePrivate(Path path, String permissions) throws IOException {
    if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
  }

  /**
   * The port to listen on: {@code wished}, or a free one for 0.
   *
   * @throws ChatwardenException FAILED_PRECONDITION, when it is taken
   */
  int freePort(int wished) throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wished));
      return socket.getLocalPort();
    } catch (BindException e) {
      throw BindFault.of("127.0.0.1", wished, "choose another for the " + engine, e);
    }
  }

  @Override
  public void close() throws IOException {
    lock.release();
    lockFile.close();
  }
}
