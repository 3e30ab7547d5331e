package chatwarden.ingest.stage;

import chatwarden.pipeline.v1.ChatEvent;
import chatwarden.pipeline.v1.ClassifiedBatch;
import chatwarden.pipeline.v1.RewrittenBatch;
import chatwarden.pipeline.v1.TaggedBatch;
import chatwarden.type.v1.Comment;

/** The names of the messages that travel on the broker, as in their {@code type} property. */
final class MessageTypes {

  static final String CLASSIFIED = ClassifiedBatch.getDescriptor().getFullName();
  static final String TAGGED = TaggedBatch.getDescriptor().getFullName();
  static final String REWRITTEN = RewrittenBatch.getDescriptor().getFullName();
  static final String EVENT = ChatEvent.getDescriptor().getFullName();

  /** Only among the dead letters: what the classifier refused. */
  static final String COMMENT = Comment.getDescriptor().getFullName();

  private MessageTypes() {}
}
