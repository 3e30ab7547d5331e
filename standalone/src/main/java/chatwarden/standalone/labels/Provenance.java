package chatwarden.standalone.labels;

import chatwarden.labels.v1.ConflictingDecision;
import chatwarden.labels.v1.ExportDecisionLabelsResponse;
import chatwarden.labels.v1.ExportFeedbackLabelsResponse;
import chatwarden.labels.v1.LabelledText;
import chatwarden.livechat.v1.Chat;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Timestamp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Where the rows of an export are from, for {@code provenance.json}. It has no time of the export:
 * the same labels give the same bytes, by which a pipeline knows that it has trained on them. Used
 * by one thread.
 */
final class Provenance {

  /** The name of the file. */
  static final String FILE = "provenance.json";

  /** Of the layout of the folder; grows with each change that readers have to know. */
  static final int FORMAT = 1;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final ObjectNode root = JSON.createObjectNode();
  private final ArrayNode chats = JSON.createArrayNode();
  private final ObjectNode feedback = JSON.createObjectNode();
  private final RowTally rows = new RowTally();
  private long duplicates;
  private long otherLanguages;

  Provenance(String exporter, String bridge) {
    root.put("exporter", exporter).put("format", FORMAT).put("bridge", bridge);
  }

  /** Begins a chat; the pages that follow are of it. */
  ObjectNode chat(Chat chat) {
    ObjectNode node = chats.addObject().put("id", chat.getId()).put("source", chat.getSource());
    node.put("platform", platform(chat.getSource()));
    node.put("undone", 0L).put("superseded", 0L).put("expired", 0L).putArray("conflicts");
    return node;
  }

  private static String platform(String source) {
    int colon = source.indexOf(':');
    return colon < 0 ? "" : source.substring(0, colon);
  }

  static void page(ObjectNode chat, ExportDecisionLabelsResponse page) {
    add(chat, "undone", page.getUndoneCount());
    add(chat, "superseded", page.getSupersededCount());
    add(chat, "expired", page.getExpiredCount());
    for (ConflictingDecision conflict : page.getConflictsList()) {
      chat.withArray("conflicts")
          .addObject()
          .put("comment", conflict.getComment())
          .put("earlier", conflict.getEarlier().name())
          .put("inForce", conflict.getInForce().name())
          .put("earlierTime", instant(conflict.getEarlierTime()).toString());
    }
  }

  void page(ExportFeedbackLabelsResponse page) {
    add(feedback, "undecided", page.getUndecidedCount());
    add(feedback, "expired", page.getExpiredCount());
  }

  private static void add(ObjectNode node, String field, long count) {
    node.put(field, node.path(field).asLong() + count);
  }

  void row(LabelledText row) {
    rows.add(row.getSource().name(), row.getLabel().name(), row.getModel());
    rows.add(instant(row.getLabelTime()));
  }

  void duplicate() {
    duplicates++;
  }

  void otherLanguage() {
    otherLanguages++;
  }

  void write(Path file, LabelSplit split, long contradictions) throws IOException {
    root.set("chats", chats);
    root.set("feedback", feedback);
    rows.write(root);
    root.put("duplicatesLeftOut", duplicates).put("otherLanguagesLeftOut", otherLanguages);
    root.put("textsOfSeveralLabels", contradictions);
    root.putObject("split")
        .put("by", "author and normalised text: rows that share either are on one side")
        .put("developmentShare", split.share());
    ArrayNode files = root.putArray("files");
    for (CsvFile each : split.files()) {
      files
          .addObject()
          .put("name", each.name())
          .put("rows", each.rows())
          .put("sha256", each.sha256Hex());
    }
    JSON.writeValue(file.toFile(), root);
  }

  private static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }
}
