package chatwarden.standalone.labels;

import chatwarden.runtime.error.InvalidInputException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The new content of a file, which is written beside it and takes its place at once. One process
 * writes it at a time; the part that a killed process left is discarded. Used by one thread.
 */
final class FileReplacement implements AutoCloseable {

  private static final String ENDING = ".erasing";

  private final Path file;
  private final Path fresh;
  private final FileChannel channel;
  private final MessageDigest digest = sha256();
  private final OutputStream content;
  private boolean committed;

  private FileReplacement(Path file, Path fresh, FileChannel channel) {
    this.file = file;
    this.fresh = fresh;
    this.channel = channel;
    this.content =
        new DigestOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel)), digest);
  }

  /**
   * Begins the content of a file.
   *
   * @throws InvalidInputException if another process replaces the file
   */
  static FileReplacement begin(Path file) throws IOException {
    Path fresh = file.resolveSibling("." + file.getFileName() + ENDING);
    if (Files.exists(fresh)) {
      try (FileChannel left = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        lock(left, file);
        Files.delete(fresh);
      }
    }
    FileChannel channel =
        FileChannel.open(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      lock(channel, file);
      copyRights(file, fresh);
      return new FileReplacement(file, fresh, channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      Files.deleteIfExists(fresh);
      throw e;
    }
  }

  private static void lock(FileChannel channel, Path file) throws IOException {
    try {
      if (channel.tryLock() != null) {
        return;
      }
    } catch (OverlappingFileLockException e) {
      // Another thread of this process has it; refused below, as by another process.
    }
    throw LabelTable.refusal("another erasure changes " + file + ": repeat this one after it");
  }

  private static void copyRights(Path from, Path to) throws IOException {
    if (Files.getFileAttributeView(from, PosixFileAttributeView.class) != null) {
      Files.setPosixFilePermissions(to, Files.getPosixFilePermissions(from));
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  OutputStream content() {
    return content;
  }

  /**
   * Ends the content and brings it to the disk.
   *
   * @return its SHA-256, in hexadecimal
   */
  String seal() throws IOException {
    content.flush();
    channel.force(true);
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Puts the sealed content in the place of the file. */
  void commit() throws IOException {
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    committed = true;
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      try (FileChannel parent = FileChannel.open(folder, StandardOpenOption.READ)) {
        parent.force(true);
      }
    }
  }

  /** Discards content that was not committed. */
  @Override
  public void close() throws IOException {
    if (!committed) {
      Files.deleteIfExists(fresh);
    }
    channel.close();
  }
}
