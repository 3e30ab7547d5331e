package chatwarden.standalone.record;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** The content of a file, decompressed where its name ends in {@code .gz}. */
final class SourceBytes implements Closeable {
  private final FileChannel file;
  private final InputStream content;
  private final long size;

  private SourceBytes(FileChannel file, InputStream content) throws IOException {
    this.file = file;
    this.content = content;
    this.size = file.size();
  }

  /** Opens the content after so many bytes of it. */
  static SourceBytes open(Path path, long offset) throws IOException {
    FileChannel file = FileChannel.open(path);
    try {
      if (!TextCompression.isGzip(path)) {
        file.position(offset);
        return new SourceBytes(file, Channels.newInputStream(file));
      }
      InputStream content =
          new GZIPInputStream(new BufferedInputStream(Channels.newInputStream(file)), 1 << 16);
      content.skipNBytes(offset);
      return new SourceBytes(file, content);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  InputStream content() {
    return content;
  }

  /** Returns the share of the file that was read, in [0, 1]. */
  double share() throws IOException {
    return size == 0 ? 1 : Math.min(1, file.position() / (double) size);
  }

  @Override
  public void close() throws IOException {
    content.close();
    file.close();
  }
}
