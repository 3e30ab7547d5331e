package chatwarden.store.watch;

import chatwarden.type.v1.ModeratedComment;
import chatwarden.type.v1.Span;
import chatwarden.type.v1.Tagging;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;

/**
 * The answer of stage 2 as fields of the comment, which events had before it was a message of its
 * own: the spans in field 3, the coverage in 4, the model in 6.
 */
final class EarlierTagging {

  private static final int SPANS = 3;
  private static final int COVERAGE = 4;
  private static final int MODEL = 6;

  private EarlierTagging() {}

  /** Returns the comment with the answer as a message; others as they are. */
  static ModeratedComment read(ModeratedComment comment) throws InvalidProtocolBufferException {
    UnknownFieldSet fields = comment.getUnknownFields();
    if (comment.hasTagging() || !fields.hasField(MODEL)) {
      return comment;
    }
    Tagging.Builder tagging = Tagging.newBuilder();
    for (ByteString span : fields.getField(SPANS).getLengthDelimitedList()) {
      tagging.addSpans(Span.parseFrom(span));
    }
    for (int bits : fields.getField(COVERAGE).getFixed32List()) {
      tagging.setCoverage(Float.intBitsToFloat(bits));
    }
    for (ByteString model : fields.getField(MODEL).getLengthDelimitedList()) {
      tagging.setModel(model.toStringUtf8());
    }
    UnknownFieldSet rest =
        fields.toBuilder().clearField(SPANS).clearField(COVERAGE).clearField(MODEL).build();
    return comment.toBuilder().setTagging(tagging).setUnknownFields(rest).build();
  }
}
