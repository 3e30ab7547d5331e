package chatwarden.standalone.batch;

import chatwarden.standalone.record.Column;
import chatwarden.standalone.record.PlainType;
import chatwarden.tagger.v1.TaggedText;
import chatwarden.type.v1.Tagging;
import com.google.protobuf.Message;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The columns of stage 2. */
public final class TaggingColumns implements AnswerColumns {
  @Override
  public List<Column> columns() {
    return List.of(
        new Column("spans", PlainType.JSON),
        new Column("coverage", PlainType.SHORT_REAL),
        new Column("model", PlainType.TEXT));
  }

  @Override
  public @Nullable Object[] cells(Message answer) {
    Tagging tagging = ((TaggedText) answer).getTagging();
    return new @Nullable Object[] {
      AnswerJson.of(tagging).path("spans"), tagging.getCoverage(), tagging.getModel()
    };
  }

  @Override
  public String model(Message answer) {
    return ((TaggedText) answer).getTagging().getModel();
  }
}
