package chatwarden.inference.neural;

import chatwarden.inference.crf.TokenIds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.CRC32;

/** A file as {@link Embeddings} describes it, to be written as it is or otherwise. */
final class EmbeddingsFile {

  private final ByteBuffer bytes;

  private EmbeddingsFile(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  /** One with any numbers, the largest and the smallest among them. */
  static EmbeddingsFile random(int members, int width) {
    byte[] rows = new byte[TokenIds.ROWS * members * width];
    new Random(1).nextBytes(rows);
    ByteBuffer bytes = ByteBuffer.allocate(24 + rows.length + 8).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put("CWEMB001".getBytes(StandardCharsets.US_ASCII));
    bytes.putInt(1).putInt(TokenIds.ROWS).putInt(members).putInt(width).put(rows);
    return new EmbeddingsFile(bytes);
  }

  /** The same with another number in the header, at {@code place}. */
  EmbeddingsFile with(int place, int value) {
    bytes.putInt(place, value);
    return this;
  }

  /** Writes it with its checksum and returns {@code path}. */
  Path write(Path path) throws IOException {
    CRC32 checksum = new CRC32();
    checksum.update(bytes.array(), 0, bytes.capacity() - 8);
    bytes.putLong(bytes.capacity() - 8, checksum.getValue());
    return Files.write(path, bytes.array());
  }
}
