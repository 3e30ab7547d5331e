package chatwarden.standalone.batch;

import chatwarden.rewriter.v1.RewrittenText;
import chatwarden.standalone.record.Column;
import chatwarden.standalone.record.PlainType;
import chatwarden.type.v1.Rewriting;
import com.google.protobuf.Message;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The columns of stage 3. */
public final class RewritingColumns implements AnswerColumns {
  @Override
  public List<Column> columns() {
    return List.of(
        new Column("verdict", PlainType.TEXT),
        new Column("rewrite", PlainType.TEXT),
        new Column("obstacle", PlainType.TEXT),
        new Column("candidates", PlainType.JSON),
        new Column("model", PlainType.TEXT));
  }

  @Override
  public @Nullable Object[] cells(Message answer) {
    Rewriting rewriting = ((RewrittenText) answer).getRewriting();
    return new @Nullable Object[] {
      rewriting.getVerdict().name(),
      AnswerJson.text(rewriting.getRewrite()),
      rewriting.hasObstacle() ? rewriting.getObstacle().name() : null,
      AnswerJson.of(rewriting).path("candidates"),
      rewriting.getModel()
    };
  }

  @Override
  public String model(Message answer) {
    return ((RewrittenText) answer).getRewriting().getModel();
  }
}
