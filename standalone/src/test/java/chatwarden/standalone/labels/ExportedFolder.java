package chatwarden.standalone.labels;

import chatwarden.labels.v1.ConflictingDecision;
import chatwarden.labels.v1.ExportDecisionLabelsResponse;
import chatwarden.labels.v1.LabelSource;
import chatwarden.labels.v1.LabelledText;
import chatwarden.livechat.v1.Chat;
import chatwarden.review.v1.Decision;
import chatwarden.type.v1.Label;
import com.google.protobuf.Timestamp;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A folder of an export, written as the export writes it. */
record ExportedFolder(Path path) {

  static final String OWN = "a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1";
  static final String OTHER = "b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2";

  /** The row of a decision. */
  static LabelledText decision(String chat, String comment, String author, String text) {
    return LabelledText.newBuilder()
        .setText(text)
        .setLabel(Label.OFFENSIVE)
        .setSource(LabelSource.DECISION)
        .setChat(chat)
        .setComment(comment)
        .setAuthorHash(author)
        .setPublishTime(Timestamp.newBuilder().setSeconds(1_700_000_000))
        .setLabelTime(Timestamp.newBuilder().setSeconds(1_700_000_000 + text.length()))
        .setDecision(Decision.HIDE)
        .setModelLabel(Label.OFFENSIVE)
        .setModel("chat@4")
        .setLanguage("vi")
        .build();
  }

  /** The row of a piece of feedback. */
  static LabelledText feedback(String text) {
    return LabelledText.newBuilder()
        .setText(text)
        .setLabel(Label.CLEAN)
        .setSource(LabelSource.FEEDBACK)
        .setLabelTime(Timestamp.newBuilder().setSeconds(1_700_000_500))
        .build();
  }

  /** Writes a folder whose decisions each contradict an earlier one. */
  static ExportedFolder write(Path folder, List<LabelledText> rows) throws IOException {
    Files.createDirectories(folder);
    RowGroups groups = new RowGroups();
    Provenance provenance = new Provenance("a test", "localhost:8080");
    var chat = provenance.chat(Chat.newBuilder().setId("sample").setSource("push:sample").build());
    Path spool = folder.resolve(LabelExport.ROWS);
    try (OutputStream out = Files.newOutputStream(spool)) {
      for (LabelledText row : rows) {
        if (groups.add(row)) {
          row.writeDelimitedTo(out);
          provenance.row(row);
        }
      }
    }
    var page = ExportDecisionLabelsResponse.newBuilder();
    rows.stream()
        .filter(row -> row.getSource() == LabelSource.DECISION)
        .map(row -> ConflictingDecision.newBuilder().setComment(row.getComment()))
        .forEach(page::addConflicts);
    Provenance.page(chat, page.build());
    LabelSplit split = LabelSplit.write(folder, spool, groups, 0.4);
    Files.delete(spool);
    provenance.write(folder.resolve(Provenance.FILE), split, groups.contradictions());
    return new ExportedFolder(folder);
  }

  Path train() {
    return path.resolve("train.csv");
  }

  Path dev() {
    return path.resolve("dev.csv");
  }

  Path provenance() {
    return path.resolve(Provenance.FILE);
  }
}
