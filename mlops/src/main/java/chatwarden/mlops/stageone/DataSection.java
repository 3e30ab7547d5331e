package chatwarden.mlops.stageone;

import chatwarden.mlops.data.LabelledFile;

/** Writes the part of a model card that names the data. */
final class DataSection {

  private DataSection() {}

  static String markdown(StageOneData data, StageOneSettings settings, String teaching) {
    StringBuilder card = new StringBuilder("## Data\n");
    card.append("- Labelled texts. ").append(data.description().line()).append('\n');
    data.description().notes().forEach(note -> card.append("- ").append(note).append('\n'));
    data.markedFiles().forEach(file -> card.append(marked(file, settings)));
    card.append(teaching);
    card.append("\n| file | rows | SHA-256 |\n|---|---|---|\n");
    card.append(row(data.train())).append(row(data.development()));
    return card.append('\n').append(leftOut(data)).toString();
  }

  private static String marked(StageOneData.MarkedFile file, StageOneSettings settings) {
    return "- %d texts of %s, whose marked words give scores of words%s. %s\n"
        .formatted(
            file.texts().size(),
            file.name(),
            settings.weighsSentences() ? ", and whose sentences count at a small weight" : "",
            file.description().line());
  }

  private static String leftOut(StageOneData data) {
    String heldOut =
        data.train().flagsHeldOut()
            ? "%d rows that the file flags as part of a held-out split"
                .formatted(data.check().heldOut())
            : "none for a held-out split, as the file has no column that flags such rows";
    return "Trained on %d rows of %s. Left out: %s; and %d rows whose text, normalised, is also in %s.\n"
        .formatted(
            data.check().rows().size(),
            data.train().name(),
            heldOut,
            data.check().duplicates().size(),
            data.development().name());
  }

  private static String row(LabelledFile file) {
    return "| %s | %d | %s |\n".formatted(file.name(), file.rows().size(), file.sha256());
  }
}
