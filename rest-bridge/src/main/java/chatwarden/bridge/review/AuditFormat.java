package chatwarden.bridge.review;

import chatwarden.bridge.json.ProtoJsonWriter;
import chatwarden.review.v1.AuditEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How an exported log is written: in UTF-8, with a line an entry. */
enum AuditFormat {
  /** RFC 4180, with a header. */
  CSV("text/csv; charset=utf-8") {
    @Override
    byte[] header() {
      return line(
          List.of(
              "id",
              "time",
              "chat",
              "comment",
              "author_id",
              "action",
              "decision",
              "author_timeout_seconds",
              "reviewer",
              "caller",
              "note",
              "label",
              "offensive_probability",
              "model",
              "flag_threshold",
              "changed_fields",
              "replaced_decision",
              "group"));
    }

    @Override
    byte[] line(AuditEntry entry) {
      return line(
          List.of(
              entry.getId(),
              time(entry),
              entry.getChat(),
              entry.getComment(),
              entry.getAuthorId(),
              entry.getAction().name(),
              entry.getDecision().name(),
              entry.hasAuthorTimeout() ? String.valueOf(entry.getAuthorTimeout().getSeconds()) : "",
              entry.getReviewer(),
              entry.getCaller(),
              entry.getNote(),
              entry.getLabel().name(),
              String.valueOf(entry.getOffensiveProbability()),
              entry.getModel(),
              entry.hasFlagThreshold() ? String.valueOf(entry.getFlagThreshold()) : "",
              String.join(" ", entry.getChangedFieldsList()),
              entry.getReplacedDecision().name(),
              entry.getGroup()));
    }

    private byte[] line(List<String> cells) {
      return cells.stream()
          .map(AuditFormat::cell)
          .collect(Collectors.joining(",", "", "\r\n"))
          .getBytes(StandardCharsets.UTF_8);
    }
  },

  /** An {@code AuditEntry} as JSON on each line. */
  JSONL("application/jsonl; charset=utf-8") {
    @Override
    byte[] header() {
      return new byte[0];
    }

    @Override
    byte[] line(AuditEntry entry) {
      try (ByteArrayOutputStream line = new ByteArrayOutputStream()) {
        ProtoJsonWriter.write(entry, line);
        line.write('\n');
        return line.toByteArray();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  };

  /** What a spreadsheet would take for a formula. */
  private static final Pattern FORMULA = Pattern.compile("^[=+\\-@\\t\\r]");

  private static final Pattern NEEDS_QUOTES = Pattern.compile("[\",\\r\\n]");

  private final String mediaType;

  AuditFormat(String mediaType) {
    this.mediaType = mediaType;
  }

  /** The format of this name. */
  static Optional<AuditFormat> of(String name) {
    for (AuditFormat format : values()) {
      if (format.fileEnding().equals(name)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }

  String fileEnding() {
    return name().toLowerCase(Locale.ROOT);
  }

  String mediaType() {
    return mediaType;
  }

  /** Returns the bytes before the entries. */
  abstract byte[] header();

  /** An entry, with the end of its line. */
  abstract byte[] line(AuditEntry entry);

  private static String time(AuditEntry entry) {
    return Instant.ofEpochSecond(
            entry.getCreateTime().getSeconds(), entry.getCreateTime().getNanos())
        .toString();
  }

  private static String cell(String value) {
    String safe = FORMULA.matcher(value).find() ? "'" + value : value;
    return NEEDS_QUOTES.matcher(safe).find() ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }
}
