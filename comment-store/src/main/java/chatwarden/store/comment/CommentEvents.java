package chatwarden.store.comment;

import chatwarden.domain.policy.FlagDecision;
import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.pipeline.v1.TaggedComment;
import chatwarden.type.v1.Comment;
import chatwarden.type.v1.ModeratedComment;
import chatwarden.type.v1.Tagging;
import chatwarden.type.v1.TaggingState;

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
    Tagging.Builder tagging = tagged.getTagging().toBuilder();
    tagging.getSpansBuilderList().forEach(span -> SpanJson.addText(span, text));
    return moderated(chat, tagged.getComment())
        .setTagging(tagging)
        .setTaggingState(TaggingState.TAGGED)
        .build();
  }

  private static ModeratedComment.Builder moderated(String chat, ClassifiedComment classified) {
    Comment comment = classified.getComment();
    ModeratedComment.Builder moderated =
        ModeratedComment.newBuilder()
            .setComment(
                comment.getChat().isEmpty()
                    ? comment.toBuilder().setChat(chat)
                    : comment.toBuilder())
            .setClassification(classified.getClassification())
            .setFlagged(classified.getFlagged())
            .setFlagReason(
                FlagDecision.recorded(classified.getFlagged(), classified.getFlagReason()))
            .setFlagRule(classified.getFlagRule())
            .addAllAllowed(classified.getAllowedList());
    if (classified.hasExceededThreshold()) {
      moderated.setExceededThreshold(classified.getExceededThreshold());
    }
    return moderated;
  }
}
