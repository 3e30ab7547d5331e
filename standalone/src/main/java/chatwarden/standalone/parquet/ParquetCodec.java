package chatwarden.standalone.parquet;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import org.xerial.snappy.Snappy;

/** The compressions that are written. */
public enum ParquetCodec {
  /** None. */
  UNCOMPRESSED(0) {
    @Override
    byte[] compress(byte[] page) {
      return page;
    }
  },

  /** Snappy. */
  SNAPPY(1) {
    @Override
    byte[] compress(byte[] page) throws IOException {
      return Snappy.compress(page);
    }
  },

  /** Zstandard. */
  ZSTD(6) {
    @Override
    byte[] compress(byte[] page) {
      return Zstd.compress(page, LEVEL);
    }
  };

  private static final int LEVEL = 3;

  private final int number;

  ParquetCodec(int number) {
    this.number = number;
  }

  abstract byte[] compress(byte[] page) throws IOException;

  /** Returns the number of the codec in the format. */
  int number() {
    return number;
  }
}
