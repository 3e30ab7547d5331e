package chatwarden.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class MessageFramesTest {

  /** Messages of 3, 0 and 300 bytes, and the beginning of one that says it has 4 GiB less one. */
  private static ByteBuf stream() {
    ByteBuf bytes = Unpooled.buffer();
    for (int length : new int[] {3, 0, 300}) {
      bytes.writeByte(1).writeInt(length).writeBytes(new byte[length]);
    }
    return bytes.writeByte(0).writeInt(-1).writeBytes(new byte[] {-1, -1});
  }

  @Test
  void onlyTheMessageUnderWayCountsHoweverTheBytesCome() {
    for (int size = 1; size <= stream().readableBytes(); size++) {
      ByteBuf all = stream();
      MessageFrames frames = new MessageFrames();
      long underWay = 0;
      while (all.isReadable()) {
        ByteBuf chunk = all.readSlice(Math.min(size, all.readableBytes()));
        long next = frames.next(chunk);
        assertThat(next).isBetween(0L, Math.min(304, underWay + chunk.readableBytes()));
        underWay = next;
      }
      assertThat(underWay).as("chunks of " + size).isEqualTo(7);
    }
  }

  @Test
  void afterAWholeMessageNothingCounts() {
    MessageFrames frames = new MessageFrames();

    assertThat(frames.next(stream().readSlice(8))).isZero();
    assertThat(frames.next(Unpooled.wrappedBuffer(new byte[] {0, 0}))).isEqualTo(2);
  }
}
