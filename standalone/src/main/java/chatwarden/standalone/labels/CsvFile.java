package chatwarden.standalone.labels;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A CSV file (RFC 4180, UTF-8) that is written row by row. Used by one thread. */
final class CsvFile implements AutoCloseable {

  private static final Pattern NEEDS_QUOTES = Pattern.compile("[\",\\r\\n]");

  private final String name;
  private final MessageDigest digest;
  private final OutputStream out;
  private long rows;

  CsvFile(Path file, List<String> header) throws IOException {
    this.name = String.valueOf(file.getFileName());
    this.digest = sha256();
    this.out = new DigestOutputStream(Files.newOutputStream(file), digest);
    write(header);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  void add(List<String> cells) {
    try {
      write(cells);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    rows++;
  }

  private void write(List<String> cells) throws IOException {
    String line = cells.stream().map(CsvFile::cell).collect(Collectors.joining(",", "", "\r\n"));
    out.write(line.getBytes(StandardCharsets.UTF_8));
  }

  private static String cell(String value) {
    return NEEDS_QUOTES.matcher(value).find() ? '"' + value.replace("\"", "\"\"") + '"' : value;
  }

  String name() {
    return name;
  }

  /** Returns how many rows it has, the header not counted. */
  long rows() {
    return rows;
  }

  /** Returns the SHA-256 of the closed file, in hexadecimal. */
  String sha256Hex() {
    return HexFormat.of().formatHex(digest.digest());
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
