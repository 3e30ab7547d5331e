package chatwarden.standalone.batch;

import chatwarden.classifier.v1.ClassifiedText;
import chatwarden.standalone.record.Column;
import chatwarden.standalone.record.PlainType;
import chatwarden.type.v1.Classification;
import com.google.protobuf.Message;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The columns of stage 1. */
public final class ClassificationColumns implements AnswerColumns {
  private static final List<Column> COLUMNS =
      List.of(
          new Column("label", PlainType.TEXT),
          new Column("offensive_probability", PlainType.SHORT_REAL),
          new Column("probabilities", PlainType.JSON),
          new Column("categories", PlainType.JSON),
          new Column("language", PlainType.TEXT),
          new Column("tier", PlainType.TEXT),
          new Column("model", PlainType.TEXT),
          new Column("explanation", PlainType.JSON));

  private final int count;

  /**
   * Chooses the columns.
   *
   * @param explained whether answers come with their explanation
   */
  public ClassificationColumns(boolean explained) {
    this.count = explained ? COLUMNS.size() : COLUMNS.size() - 1;
  }

  @Override
  public List<Column> columns() {
    return COLUMNS.subList(0, count);
  }

  @Override
  public @Nullable Object[] cells(Message answer) {
    ClassifiedText text = (ClassifiedText) answer;
    Classification classification = text.getClassification();
    @Nullable Object[] cells = new @Nullable Object[count];
    cells[0] = classification.getLabel().name();
    cells[1] = classification.getOffensiveProbability();
    cells[2] = AnswerJson.of(classification.getProbabilitiesMap());
    cells[3] = AnswerJson.of(classification.getCategoriesMap());
    cells[4] = AnswerJson.text(classification.getLanguage());
    cells[5] = AnswerJson.text(classification.getTier());
    cells[6] = classification.getModel();
    if (count == COLUMNS.size() && text.hasExplanation()) {
      cells[7] = AnswerJson.of(text.getExplanation());
    }
    return cells;
  }

  @Override
  public String model(Message answer) {
    return ((ClassifiedText) answer).getClassification().getModel();
  }
}
