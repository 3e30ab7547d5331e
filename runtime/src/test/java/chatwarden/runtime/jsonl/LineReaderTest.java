package chatwarden.runtime.jsonl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.zip.CRC32C;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LineReaderTest {
  @Test
  void linesEndWithALineFeedThatTheLastNeedNotHave() throws IOException {
    assertThat(linesOf("a\r\n\nxin chào\nrest")).containsExactly("a", "", "xin chào", "rest");
    assertThat(linesOf("")).isEmpty();
    assertThat(linesOf("\n")).containsExactly("");
  }

  @Property
  void placeAndFingerprintAreThoseOfTheBytesBefore(
      @ForAll List<@IntRange(min = 9, max = 12) Byte> content, @ForAll @IntRange(max = 5) int most)
      throws IOException {
    byte[] bytes = new byte[content.size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = content.get(i);
    }
    LineReader lines = new LineReader(new ByteArrayInputStream(bytes), most);
    long number = 0;
    while (lines.next()) {
      number++;
      CRC32C before = new CRC32C();
      before.update(bytes, 0, (int) lines.offset());
      assertThat(lines.fingerprint()).isEqualTo((int) before.getValue());
      assertThat(lines.number()).isEqualTo(number);
      assertThat(lines.line().length).isLessThanOrEqualTo(most);
      boolean atEnd = lines.offset() == bytes.length;
      assertThat(atEnd || bytes[(int) lines.offset() - 1] == '\n').isTrue();
    }
    assertThat(lines.offset()).isEqualTo(bytes.length);
  }

  @Test
  void ofALineThatIsTooLongOnlyItsBeginningIsHeld() throws IOException {
    LineReader lines =
        new LineReader(new ByteArrayInputStream("123456\n12345\n".getBytes(UTF_8)), 5);
    assertThat(lines.next()).isTrue();
    assertThat(lines.tooLong()).isTrue();
    assertThat(lines.line()).asString(UTF_8).isEqualTo("12345");
    assertThat(lines.next()).isTrue();
    assertThat(lines.tooLong()).isFalse();
  }

  @Test
  void nothingIsReadTwiceAfterAStreamThatFailedForAWhile() throws IOException {
    LineReader lines = new LineReader(new FalteringStream("a\nb\n", "", "c\n", "", "d\n"), 100);
    List<String> read = new ArrayList<>();
    for (int line = 0; line < 2; line++) {
      assertThat(lines.next()).isTrue();
      read.add(new String(lines.line(), UTF_8));
    }
    assertThatThrownBy(lines::next).isInstanceOf(SocketTimeoutException.class);
    assertThat(lines.next()).isTrue();
    read.add(new String(lines.line(), UTF_8));
    assertThatThrownBy(lines::next).isInstanceOf(SocketTimeoutException.class);
    assertThat(lines.next()).isTrue();
    read.add(new String(lines.line(), UTF_8));
    assertThat(read).containsExactly("a", "b", "c", "d");
    assertThat(lines.next()).isFalse();
  }

  private static List<String> linesOf(String text) throws IOException {
    List<String> found = new ArrayList<>();
    LineReader lines = reader(text);
    while (lines.next()) {
      found.add(new String(lines.line(), UTF_8));
    }
    return found;
  }

  private static LineReader reader(String text) {
    return new LineReader(new ByteArrayInputStream(text.getBytes(UTF_8)), 1_000);
  }

  /** Gives one piece a read; an empty one is a read whose time was up. */
  private static final class FalteringStream extends InputStream {
    private final Deque<byte[]> pieces = new ArrayDeque<>();

    FalteringStream(String... pieces) {
      for (String piece : pieces) {
        this.pieces.add(piece.getBytes(UTF_8));
      }
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException();
    }

    @Override
    public int read(byte[] into) throws IOException {
      byte[] piece = pieces.poll();
      if (piece == null) {
        return -1;
      }
      if (piece.length == 0) {
        throw new SocketTimeoutException("nothing came");
      }
      System.arraycopy(piece, 0, into, 0, piece.length);
      return piece.length;
    }
  }
}
