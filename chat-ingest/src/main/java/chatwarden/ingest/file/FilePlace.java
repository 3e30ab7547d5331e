package chatwarden.ingest.file;

import chatwarden.ingest.source.SourceException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a file, and what stood before it.
 *
 * @param offset how many bytes were read
 * @param line how many lines that was
 * @param fingerprint the CRC-32C of those bytes
 */
record FilePlace(long offset, long line, int fingerprint) {
  private static final Pattern FORM =
      Pattern.compile("file/1 (\\d{1,18}) (\\d{1,18}) ([0-9a-f]{8})");

  /** Where {@link #toBytes} came from. */
  static FilePlace parse(byte[] checkpoint) throws SourceException {
    Matcher form = FORM.matcher(new String(checkpoint, StandardCharsets.ISO_8859_1));
    if (!form.matches()) {
      throw new SourceException(
          SourceException.Reason.NOT_UNDERSTOOD, "the saved place is none in a file");
    }
    return new FilePlace(
        Long.parseLong(form.group(1)),
        Long.parseLong(form.group(2)),
        HexFormat.fromHexDigits(form.group(3)));
  }

  /** The place as it is saved. */
  byte[] toBytes() {
    String digits = HexFormat.of().toHexDigits(fingerprint);
    return "file/1 %d %d %s".formatted(offset, line, digits).getBytes(StandardCharsets.ISO_8859_1);
  }
}
