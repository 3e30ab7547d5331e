package chatwarden.runtime.jsonl;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Reads lines of bytes and counts their bytes. A line that is too long is passed over without being
 * held, so memory is bounded whatever is read.
 */
public final class LineReader implements Closeable {
  private static final int CHUNK = 1 << 16;

  private final InputStream in;
  private final int maxLineBytes;
  private final CRC32C fingerprint = new CRC32C();
  private final byte[] chunk = new byte[CHUNK];
  private int chunkStart;
  private int chunkEnd;
  private byte[] line = new byte[1024];
  private int length;
  private long lineBytes;
  private long offset;
  private long number;

  /** Reads from the stream, which it closes with itself. */
  public LineReader(InputStream in, int maxLineBytes) {
    this.in = in;
    this.maxLineBytes = maxLineBytes;
  }

  /**
   * Goes on to the next line; false at the end. A last line needs no line feed.
   *
   * @throws IOException when the stream fails; the part read of the line is lost, but counted in
   *     {@link #offset}
   */
  public boolean next() throws IOException {
    length = 0;
    lineBytes = 0;
    boolean ended = false;
    while (!ended && (chunkStart < chunkEnd || fill())) {
      ended = takeUpToLineFeed();
    }
    if (!ended && lineBytes == 0) {
      return false;
    }
    number++;
    return true;
  }

  /**
   * Returns the line without its line feed and carriage return; its beginning when it is too long.
   */
  public byte[] line() {
    int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
    return Arrays.copyOf(line, end);
  }

  /** Returns whether the line is longer than the limit. */
  public boolean tooLong() {
    return lineBytes > maxLineBytes;
  }

  /** How many bytes were read, the current line and its line feed included. */
  public long offset() {
    return offset;
  }

  /** The number of the current line, counted from 1; 0 before the first. */
  public long number() {
    return number;
  }

  /** Whether some of the input is read already, so that the next line may need no waiting. */
  public boolean isBuffered() {
    return chunkStart < chunkEnd;
  }

  /** The CRC-32C of the bytes up to {@link #offset}. */
  public int fingerprint() {
    return (int) fingerprint.getValue();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private boolean fill() throws IOException {
    // A read that fails, because its time is up say, leaves nothing to be read a second time.
    int count = in.read(chunk);
    chunkStart = 0;
    chunkEnd = Math.max(count, 0);
    return count > 0;
  }

  private boolean takeUpToLineFeed() {
    int stop = chunkStart;
    while (stop < chunkEnd && chunk[stop] != '\n') {
      stop++;
    }
    boolean ended = stop < chunkEnd;
    hold(stop - chunkStart);
    int taken = stop - chunkStart + (ended ? 1 : 0);
    fingerprint.update(chunk, chunkStart, taken);
    chunkStart += taken;
    offset += taken;
    return ended;
  }

  private void hold(int count) {
    lineBytes += count;
    int held = Math.min(count, maxLineBytes - length);
    if (length + held > line.length) {
      line = Arrays.copyOf(line, Math.min(maxLineBytes, Math.max(2 * line.length, length + held)));
    }
    System.arraycopy(chunk, chunkStart, line, length, held);
    length += held;
  }
}
