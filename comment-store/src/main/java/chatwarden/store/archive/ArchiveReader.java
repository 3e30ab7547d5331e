package chatwarden.store.archive;

import static chatwarden.store.archive.ArchiveRecord.text;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.FaultWords;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.store.layout.StoreLayout;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * Reads an archive, record by record. Every read is checked; that the whole file is as it was
 * written is known once {@link #next} is empty. Used by one thread.
 */
final class ArchiveReader implements AutoCloseable {

  private static final int BUFFER = 64 * 1024;

  private final Path path;
  private final InputStream file;
  private final Inflater inflater = new Inflater();
  private final DigestInputStream digested;
  private final DataInputStream in;
  private final ArchiveHeader header;
  private final Map<String, Long> counts = new TreeMap<>();
  private long records;

  private ArchiveReader(Path path, InputStream file) throws IOException {
    this.path = path;
    this.file = file;
    requireFormat();
    InputStream inflated = new InflaterInputStream(file, inflater, BUFFER);
    digested =
        new DigestInputStream(new BufferedInputStream(inflated, BUFFER), ArchiveFormat.digest());
    in = new DataInputStream(digested);
    int layout = in.readInt();
    String chat = text(block(ArchiveFormat.MAX_KEY));
    Instant created = Instant.ofEpochMilli(in.readLong());
    String producer = text(block(ArchiveFormat.MAX_KEY));
    requireLayout(layout, producer);
    header =
        new ArchiveHeader(layout, Optional.of(chat).filter(id -> !id.isEmpty()), created, producer);
  }

  /**
   * Opens an archive.
   *
   * @throws InvalidInputException naming {@code --input} when it cannot be read
   * @throws ChatwardenException FAILED_PRECONDITION, when it is not an archive, or a newer version
   *     wrote it
   */
  static ArchiveReader open(Path path) throws IOException {
    InputStream file;
    try {
      file = new BufferedInputStream(Files.newInputStream(path), BUFFER);
    } catch (IOException e) {
      throw InvalidInputException.of(
          "--input", path + " (expected: a file that can be read): " + FaultWords.of(e));
    }
    try {
      return new ArchiveReader(path, file);
    } catch (EOFException e) {
      file.close();
      throw cut(path);
    } catch (IOException e) {
      file.close();
      throw ArchiveFormat.damaged(path, "is damaged: " + FaultWords.of(e));
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /**
   * Reads an archive to its end.
   *
   * @throws ChatwardenException FAILED_PRECONDITION, when it is not as it was written
   */
  static ArchiveSummary verify(Path path, RecordSink sink) throws IOException {
    try (ArchiveReader reader = open(path)) {
      Optional<ArchiveRecord> record = reader.next();
      while (record.isPresent()) {
        sink.take(record.get());
        record = reader.next();
      }
      return reader.summary();
    }
  }

  /** Takes records. */
  interface RecordSink {
    void take(ArchiveRecord entry) throws IOException;
  }

  ArchiveHeader header() {
    return header;
  }

  /** Returns the counts; after the last record. */
  ArchiveSummary summary() {
    return new ArchiveSummary(header, counts);
  }

  /**
   * Returns the next record; empty after the last, when the checksum and the counts are right.
   *
   * @throws ChatwardenException FAILED_PRECONDITION, when the file is cut or damaged
   */
  Optional<ArchiveRecord> next() {
    try {
      int kind = in.readUnsignedByte();
      if (kind == ArchiveFormat.END) {
        readEnd();
        return Optional.empty();
      }
      if (kind != ArchiveFormat.RECORD) {
        throw ArchiveFormat.damaged(path, "has an unknown record of kind " + kind);
      }
      records++;
      return Optional.of(record());
    } catch (EOFException e) {
      throw cut(path);
    } catch (IOException e) {
      throw ArchiveFormat.damaged(path, "is damaged: " + FaultWords.of(e));
    }
  }

  private ArchiveRecord record() throws IOException {
    String key = text(block(ArchiveFormat.MAX_KEY));
    int code = in.readUnsignedByte();
    ValueType type =
        ValueType.ofCode(code)
            .orElseThrow(() -> ArchiveFormat.damaged(path, "has an unknown type " + code));
    boolean first = in.readBoolean();
    long expireMillis = in.readLong();
    int size = in.readInt();
    if (size < 0 || size > ArchiveFormat.MAX_ITEMS || expireMillis < 0) {
      throw ArchiveFormat.damaged(path, "has a record of " + size + " items");
    }
    List<byte[]> items = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      items.add(block(ArchiveFormat.MAX_ITEM));
    }
    return new ArchiveRecord(key, type, first, expireMillis, items);
  }

  private void readEnd() throws IOException {
    int size = in.readInt();
    if (size < 0 || size > ArchiveFormat.MAX_KEY) {
      throw ArchiveFormat.damaged(path, "has " + size + " counts");
    }
    for (int i = 0; i < size; i++) {
      String kind = text(block(ArchiveFormat.MAX_KEY));
      counts.put(kind, in.readLong());
    }
    MessageDigest digest = digested.getMessageDigest();
    byte[] found = digest.digest();
    digested.on(false);
    byte[] expected = new byte[found.length];
    in.readFully(expected);
    if (!Arrays.equals(found, expected)) {
      throw ArchiveFormat.damaged(path, "has another checksum than its content");
    }
    if (counts.getOrDefault("records", 0L) != records) {
      throw ArchiveFormat.damaged(path, "has " + records + " records, not as many as it counts");
    }
    if (in.read() >= 0 || inflater.getRemaining() > 0 || file.read() >= 0) {
      throw ArchiveFormat.damaged(path, "goes on after its end");
    }
  }

  private byte[] block(int limit) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > limit) {
      throw ArchiveFormat.damaged(path, "has a part of " + length + " bytes");
    }
    byte[] content = in.readNBytes(length);
    if (content.length < length) {
      throw new EOFException();
    }
    return content;
  }

  private void requireFormat() throws IOException {
    byte[] magic = file.readNBytes(ArchiveFormat.MAGIC.length);
    if (!Arrays.equals(magic, ArchiveFormat.MAGIC)) {
      throw ArchiveFormat.damaged(path, "is not a backup of Chatwarden");
    }
    int version = new DataInputStream(file).readInt();
    if (version != ArchiveFormat.VERSION) {
      throw newer("format " + version + " (expected: " + ArchiveFormat.VERSION + ")", "");
    }
  }

  private void requireLayout(int layout, String producer) {
    if (layout < 1) {
      throw ArchiveFormat.damaged(path, "has layout " + layout);
    }
    if (layout > StoreLayout.CURRENT) {
      throw newer(
          "layout " + layout + " (expected: at most " + StoreLayout.CURRENT + ")", ", " + producer);
    }
  }

  private ChatwardenException newer(String found, String producer) {
    return FaultCode.FAILED_PRECONDITION.exception(
        "ARCHIVE_NEWER",
        path
            + ": has "
            + found
            + ", a newer Chatwarden wrote it; nothing was restored, restore it with that version"
            + producer);
  }

  private static ChatwardenException cut(Path path) {
    return ArchiveFormat.damaged(path, "is cut: it has no end");
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    file.close();
  }
}
