package chatwarden.bridge.server;

import io.netty.buffer.ByteBuf;

/** Finds the ends of the messages in a gRPC stream, each of which follows a flag and its length. */
final class MessageFrames {

  private static final int HEADER_BYTES = 5;

  private int headerBytes;
  private long length;
  private long messageBytes;

  /** Reads a chunk; returns how many bytes of the unfinished message arrived, with its header. */
  long next(ByteBuf chunk) {
    int at = chunk.readerIndex();
    while (at < chunk.writerIndex()) {
      if (headerBytes < HEADER_BYTES) {
        // The flag leaves the lower four bytes, which are the length, when all five are in.
        length = ((length << 8) | (chunk.getByte(at) & 0xff)) & 0xffff_ffffL;
        headerBytes++;
        at++;
      } else {
        long step = Math.min(length - messageBytes, chunk.writerIndex() - at);
        messageBytes += step;
        at += (int) step;
      }
      if (headerBytes == HEADER_BYTES && messageBytes == length) {
        headerBytes = 0;
        messageBytes = 0;
        length = 0;
      }
    }
    return headerBytes + messageBytes;
  }
}
