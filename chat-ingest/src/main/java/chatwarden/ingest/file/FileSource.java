package chatwarden.ingest.file;

import static java.util.Objects.requireNonNull;

import chatwarden.ingest.source.ChatSource;
import chatwarden.ingest.source.Rejection;
import chatwarden.ingest.source.SeenComments;
import chatwarden.ingest.source.SourceClock;
import chatwarden.ingest.source.SourceException;
import chatwarden.ingest.source.SourceSink;
import chatwarden.runtime.jsonl.LineReader;
import chatwarden.runtime.jsonl.MalformedLineException;
import chatwarden.type.v1.Comment;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Plays a file of JSON Lines as a live chat: a line is {@code
 * {"id","text","author"?,"publishTime"?}}.
 *
 * <p>A line that is not a comment is rejected, and so is one that repeats the id of a comment with
 * another text; the rest goes on. A line that repeats a comment as a whole is passed over. Ids are
 * compared over the last {@value #REMEMBERED} comments. Lines may have up to {@value #MAX_LINE}
 * bytes; whatever their length, memory is bounded.
 *
 * <p>The checkpoint is the place in the file with a fingerprint of what stood before it: going on
 * from there first reads that part again, and fails with {@link SourceException.Reason#CHANGED}
 * when it is no longer the same. Lines appended since are read.
 */
final class FileSource implements ChatSource {
  /** The longest line that is read, in bytes. */
  public static final int MAX_LINE = 1 << 20;

  private static final int REMEMBERED = 262_144;
  private static final int BYTE_ORDER_MARK = 3;

  private final Path file;
  private final String chat;
  private final Pace pace;
  private final Optional<byte[]> start;
  private final SourceClock clock;
  private final SeenComments seen = new SeenComments(REMEMBERED);
  private volatile @Nullable FilePlace place;

  /**
   * A source that has not begun.
   *
   * @param file the file
   * @param chat the chat that its comments are of
   * @param commentsPerSecond how fast it is played, in [0, 1,000,000]; 0 as fast as the sink takes
   *     it
   * @param start the checkpoint to go on from; empty for the beginning
   * @param clock what comments without a time are published by, and what the pace is held against
   */
  public FileSource(
      Path file, String chat, double commentsPerSecond, Optional<byte[]> start, SourceClock clock) {
    this.file = requireNonNull(file, "file");
    this.chat = requireNonNull(chat, "chat");
    this.pace = new Pace(commentsPerSecond, clock);
    this.start = start;
    this.clock = clock;
  }

  @Override
  public void run(SourceSink sink) throws SourceException, InterruptedException {
    refuseUnreadable();
    // Not a channel: an interrupt would close it in the middle of a read.
    try (LineReader lines = new LineReader(new FileInputStream(file.toFile()), MAX_LINE)) {
      if (start.isPresent()) {
        passOver(lines, FilePlace.parse(start.get()));
      }
      while (lines.next()) {
        stopWhenInterrupted();
        play(lines, sink);
        place = new FilePlace(lines.offset(), lines.number(), lines.fingerprint());
      }
      if (Files.size(file) < lines.offset()) {
        throw changed("became shorter while it was read");
      }
    } catch (IOException e) {
      throw new SourceException(
          SourceException.Reason.UNREACHABLE, "the file " + file + " cannot be read", e);
    }
  }

  @Override
  public Optional<byte[]> checkpoint() {
    FilePlace reached = place;
    return reached == null ? Optional.empty() : Optional.of(reached.toBytes());
  }

  private void refuseUnreadable() throws SourceException {
    if (!Files.exists(file)) {
      throw new SourceException(
          SourceException.Reason.NOT_FOUND, "file not found on the ingest host: " + file);
    }
    if (!Files.isRegularFile(file)) {
      throw new SourceException(SourceException.Reason.NOT_FOUND, file + " is not a file");
    }
    if (!Files.isReadable(file)) {
      throw new SourceException(
          SourceException.Reason.NOT_PERMITTED, "the file " + file + " may not be read");
    }
  }

  private void passOver(LineReader lines, FilePlace reached)
      throws SourceException, IOException, InterruptedException {
    while (lines.offset() < reached.offset() && lines.next()) {
      stopWhenInterrupted();
      if (!lines.tooLong()) {
        recall(lines);
      }
    }
    FilePlace found = new FilePlace(lines.offset(), lines.number(), lines.fingerprint());
    if (!found.equals(reached)) {
      throw changed("was changed before line " + (reached.line() + 1) + ", where reading goes on");
    }
    place = reached;
  }

  private static void stopWhenInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  private void recall(LineReader lines) {
    try {
      Comment comment = JsonComment.parse(line(lines), chat, clock.instant());
      seen.see(comment.getId(), comment.getText());
    } catch (MalformedLineException e) {
      // It was rejected when it was read first.
    }
  }

  private void play(LineReader lines, SourceSink sink) throws InterruptedException {
    String place = "line " + lines.number();
    if (lines.tooLong()) {
      sink.reject(new Rejection(place, "", "longer than %,d bytes".formatted(MAX_LINE)));
      return;
    }
    try {
      Comment comment = JsonComment.parse(line(lines), chat, clock.instant());
      switch (seen.see(comment.getId(), comment.getText())) {
        case NEW -> {
          pace.await();
          sink.deliver(comment);
        }
        case REPEATED -> {}
        case CONFLICTING ->
            sink.reject(
                new Rejection(place, "id", "is the id of an earlier line with another text"));
      }
    } catch (MalformedLineException e) {
      sink.reject(new Rejection(place, e.field(), e.problem()));
    }
  }

  private static byte[] line(LineReader lines) {
    byte[] line = lines.line();
    boolean marked =
        lines.number() == 1
            && line.length >= BYTE_ORDER_MARK
            && line[0] == (byte) 0xef
            && line[1] == (byte) 0xbb
            && line[2] == (byte) 0xbf;
    return marked ? Arrays.copyOfRange(line, BYTE_ORDER_MARK, line.length) : line;
  }

  private SourceException changed(String how) {
    return new SourceException(SourceException.Reason.CHANGED, "the file " + file + " " + how);
  }
}
