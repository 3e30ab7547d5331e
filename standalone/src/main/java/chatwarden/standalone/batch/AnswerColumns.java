package chatwarden.standalone.batch;

import chatwarden.standalone.record.Column;
import com.google.protobuf.Message;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The columns that a model adds to a file. */
public interface AnswerColumns {

  /** Returns the columns, without the one for errors. */
  List<Column> columns();

  /** Returns an answer's values by the columns. */
  @Nullable Object[] cells(Message answer);

  /** Returns the model that gave an answer, {@code name@version}. */
  String model(Message answer);
}
