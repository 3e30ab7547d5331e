package chatwarden.standalone.labels;

import chatwarden.labels.v1.LabelledText;
import chatwarden.livechat.v1.Chat;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.InvalidInputException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.grpc.Channel;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Exports labels into a folder that {@code chatwarden train stage1 --data} reads: {@code
 * train.csv}, {@code dev.csv}, {@code dataset.yaml} and {@code provenance.json}. Rows go to a file
 * as they come; in memory are digests of them. Blocks; used once.
 */
public final class LabelExport {

  private static final String EXPORTER = "Chatwarden 0.1.0";

  /** The name of the rows of an export that has not ended. */
  static final String ROWS = ".rows";

  private final LabelPlan plan;
  private final LabelSourcePages pages;
  private final RowGroups groups = new RowGroups();
  private final Provenance provenance;

  /** An export from the bridge at {@code channel}. */
  public LabelExport(LabelPlan plan, Channel channel) {
    this.plan = plan;
    this.pages = new LabelSourcePages(channel, plan.reviewer());
    this.provenance = new Provenance(EXPORTER, plan.bridge());
  }

  /**
   * Writes the folder.
   *
   * @return how many rows it has
   * @throws InvalidInputException if the folder is not empty, or a chat is not known
   * @throws IOException if it cannot be written
   */
  public int write() throws IOException {
    Path folder = plan.folder();
    Files.createDirectories(folder);
    try (var content = Files.list(folder)) {
      if (content.findAny().isPresent()) {
        throw InvalidInputException.of("--out", folder + " is not empty (expected: a new folder)");
      }
    }
    Path rows = folder.resolve(ROWS);
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(rows))) {
        read(out);
      }
      LabelSplit split = LabelSplit.write(folder, rows, groups, plan.developmentShare());
      provenance.write(folder.resolve(Provenance.FILE), split, groups.contradictions());
      DatasetFile.write(folder.resolve("dataset.yaml"), plan);
      return groups.size();
    } finally {
      Files.deleteIfExists(rows);
    }
  }

  private void read(OutputStream out) {
    for (Chat chat : chats()) {
      ObjectNode known = provenance.chat(chat);
      pages.decisions(
          chat.getId(),
          page -> {
            Provenance.page(known, page);
            page.getLabelsList().forEach(row -> add(row, out));
          });
    }
    if (plan.withFeedback()) {
      pages.feedback(
          page -> {
            provenance.page(page);
            page.getLabelsList().forEach(row -> add(row, out));
          });
    }
  }

  private List<Chat> chats() {
    List<Chat> chosen = new ArrayList<>();
    pages.chats(
        chat -> {
          if (plan.chats().isEmpty() || plan.chats().contains(chat.getId())) {
            chosen.add(chat);
          }
        });
    Set<String> missing = new HashSet<>(plan.chats());
    chosen.forEach(chat -> missing.remove(chat.getId()));
    if (!missing.isEmpty()) {
      throw FaultCode.NOT_FOUND.exception("CHAT_NOT_FOUND", "no such chats: " + missing);
    }
    return chosen;
  }

  private void add(LabelledText row, OutputStream out) {
    if (!plan.language().isEmpty() && !plan.language().equals(row.getLanguage())) {
      provenance.otherLanguage();
    } else if (groups.add(row)) {
      provenance.row(row);
      try {
        row.writeDelimitedTo(out);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    } else {
      provenance.duplicate();
    }
  }
}
