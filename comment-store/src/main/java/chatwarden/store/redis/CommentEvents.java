package chatwarden.store.redis;

import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.pipeline.v1.TaggedComment;
import chatwarden.type.v1.Comment;
import chatwarden.type.v1.ModeratedComment;
import chatwarden.type.v1.Span;
import chatwarden.type.v1.TaggingState;
import java.util.ArrayList;
import java.util.List;

/** What watchers are told of a comment when a stage is done with it. */
final class CommentEvents {

  private CommentEvents() {}

  static ModeratedComment classified(String chat, ClassifiedComment classified) {
    return moderated(chat, classified)
        .setTaggingState(classified.getFlagged() ? TaggingState.PENDING : TaggingState.NOT_NEEDED)
        .build();
  }

  static ModeratedComment tagged(String chat, TaggedComment tagged) {
    String text = tagged.getComment().getComment().getText();
    List<Span> spans = new ArrayList<>();
    for (Span span : tagged.getSpansList()) {
      spans.add(SpanJson.withText(span, text));
    }
    return moderated(chat, tagged.getComment())
        .addAllSpans(spans)
        .setCoverage(tagged.getCoverage())
        .setTaggingState(TaggingState.TAGGED)
        .setTaggingModel(tagged.getModel())
        .build();
  }

  private static ModeratedComment.Builder moderated(String chat, ClassifiedComment classified) {
    Comment comment = classified.getComment();
    return ModeratedComment.newBuilder()
        .setComment(
            comment.getChat().isEmpty() ? comment.toBuilder().setChat(chat) : comment.toBuilder())
        .setClassification(classified.getClassification())
        .setFlagReason(classified.getFlagReason())
        .setFlagRule(classified.getFlagRule())
        .addAllAllowed(classified.getAllowedList());
  }
}
