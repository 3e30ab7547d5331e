package chatwarden.store.archive;

import static chatwarden.store.archive.ArchiveRecord.bytes;

import chatwarden.runtime.error.FaultWords;
import chatwarden.runtime.error.InvalidInputException;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Writes an archive beside its place, for its owner alone; {@link #complete} moves it there. One
 * that is closed before leaves no file. Used by one thread.
 */
final class ArchiveWriter implements AutoCloseable {

  private static final int BUFFER = 64 * 1024;

  private final Path output;
  private final Path partial;
  private final ArchiveHeader header;
  private final Map<String, Long> counts = new TreeMap<>();
  private final FileChannel file;
  private final Deflater deflater = new Deflater();
  private final DeflaterOutputStream zipped;
  private final DigestOutputStream digested;
  private final DataOutputStream out;
  private boolean complete;

  private ArchiveWriter(Path output, Path partial, FileChannel file, ArchiveHeader header)
      throws IOException {
    this.output = output;
    this.partial = partial;
    this.file = file;
    this.header = header;
    OutputStream plain = new BufferedOutputStream(Channels.newOutputStream(file), BUFFER);
    DataOutputStream start = new DataOutputStream(plain);
    start.write(ArchiveFormat.MAGIC);
    start.writeInt(ArchiveFormat.VERSION);
    zipped = new DeflaterOutputStream(start, deflater, BUFFER);
    digested = new DigestOutputStream(zipped, ArchiveFormat.digest());
    out = new DataOutputStream(new BufferedOutputStream(digested, BUFFER));
    out.writeInt(header.layout());
    block(bytes(header.chat().orElse("")));
    out.writeLong(header.createTime().toEpochMilli());
    block(bytes(header.producer()));
  }

  /**
   * Begins an archive.
   *
   * @throws InvalidInputException naming {@code --output} when it exists or cannot be written
   */
  static ArchiveWriter open(Path output, ArchiveHeader header) {
    if (Files.exists(output)) {
      throw InvalidInputException.of(
          "--output", output + " exists (expected: a new file); choose another name");
    }
    Path partial = output.resolveSibling(output.getFileName() + ".partial");
    try {
      Files.deleteIfExists(partial);
      return new ArchiveWriter(output, partial, create(partial), header);
    } catch (IOException e) {
      throw InvalidInputException.of(
          "--output",
          output + " (expected: a file in a folder that can be written): " + FaultWords.of(e));
    }
  }

  private static FileChannel create(Path file) throws IOException {
    if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } else {
      Files.createFile(file);
    }
    return FileChannel.open(file, StandardOpenOption.WRITE);
  }

  void write(ArchiveRecord entry) throws IOException {
    out.writeByte(ArchiveFormat.RECORD);
    block(bytes(entry.key()));
    out.writeByte(entry.type().code());
    out.writeBoolean(entry.first());
    out.writeLong(entry.expireMillis());
    out.writeInt(entry.items().size());
    for (byte[] item : entry.items()) {
      block(item);
    }
    count("records", 1);
  }

  /** Adds to a count of the archive. */
  void count(String kind, long more) {
    counts.merge(kind, more, Long::sum);
  }

  /** Ends the archive and gives it its name, once all of it is on the disk. */
  ArchiveSummary complete() throws IOException {
    out.writeByte(ArchiveFormat.END);
    out.writeInt(counts.size());
    for (Map.Entry<String, Long> count : counts.entrySet()) {
      block(bytes(count.getKey()));
      out.writeLong(count.getValue());
    }
    out.flush();
    digested.on(false);
    out.write(digested.getMessageDigest().digest());
    out.flush();
    zipped.finish();
    zipped.flush();
    file.force(true);
    file.close();
    Files.move(partial, output, StandardCopyOption.ATOMIC_MOVE);
    complete = true;
    return new ArchiveSummary(header, counts);
  }

  private void block(byte[] content) throws IOException {
    out.writeInt(content.length);
    out.write(content);
  }

  @Override
  public void close() throws IOException {
    deflater.end();
    file.close();
    if (!complete) {
      Files.deleteIfExists(partial);
    }
  }
}
