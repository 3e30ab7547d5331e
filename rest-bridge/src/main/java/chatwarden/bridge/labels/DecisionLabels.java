package chatwarden.bridge.labels;

import chatwarden.labels.v1.ConflictingDecision;
import chatwarden.labels.v1.ExportDecisionLabelsResponse;
import chatwarden.labels.v1.LabelSource;
import chatwarden.labels.v1.LabelledText;
import chatwarden.review.v1.Decision;
import chatwarden.review.v1.Review;
import chatwarden.store.pseudonym.Pseudonyms;
import chatwarden.store.review.DecisionPage;
import chatwarden.store.review.MadeDecision;
import chatwarden.type.v1.Classification;
import chatwarden.type.v1.Comment;
import chatwarden.type.v1.Label;

/** Makes labels of decisions: those in force count, and those that contradict them are named. */
final class DecisionLabels {

  private final Pseudonyms pseudonyms;
  private final ExportDecisionLabelsResponse.Builder response =
      ExportDecisionLabelsResponse.newBuilder();
  private long undone;
  private long superseded;
  private long expired;

  private DecisionLabels(Pseudonyms pseudonyms) {
    this.pseudonyms = pseudonyms;
  }

  static ExportDecisionLabelsResponse of(DecisionPage page, Pseudonyms pseudonyms) {
    DecisionLabels labels = new DecisionLabels(pseudonyms);
    page.decisions().forEach(labels::add);
    return labels
        .response
        .setUndoneCount(labels.undone)
        .setSupersededCount(labels.superseded)
        .setExpiredCount(labels.expired)
        .setNextPageToken(page.nextPageToken())
        .build();
  }

  private void add(MadeDecision made) {
    switch (made.state()) {
      case IN_FORCE -> made.review().map(this::label).ifPresent(response::addLabels);
      case UNDONE -> undone++;
      case SUPERSEDED -> {
        superseded++;
        made.review().ifPresent(now -> addConflict(made, now));
      }
      case EXPIRED -> expired++;
    }
  }

  private void addConflict(MadeDecision made, Review now) {
    Decision earlier = made.entry().getDecision();
    if ((earlier == Decision.ALLOW) != (now.getDecision() == Decision.ALLOW)) {
      response.addConflicts(
          ConflictingDecision.newBuilder()
              .setComment(made.entry().getComment())
              .setEarlier(earlier)
              .setInForce(now.getDecision())
              .setEarlierTime(made.entry().getCreateTime()));
    }
  }

  private LabelledText label(Review review) {
    Comment comment = review.getComment().getComment();
    Classification classification = review.getComment().getClassification();
    return LabelledText.newBuilder()
        .setText(comment.getText())
        .setLabel(label(review.getDecision(), classification.getLabel()))
        .setSource(LabelSource.DECISION)
        .setChat(comment.getChat())
        .setComment(comment.getId())
        .setAuthorHash(pseudonyms.of(comment.getAuthor().getId()))
        .setPublishTime(comment.getPublishTime())
        .setLabelTime(review.getDecideTime())
        .setDecision(review.getDecision())
        .setModelLabel(classification.getLabel())
        .setModel(classification.getModel())
        .setLanguage(classification.getLanguage())
        .build();
  }

  /**
   * A decision does not say how offensive a comment is; the model does, unless it found it clean.
   */
  private static Label label(Decision decision, Label ofModel) {
    if (decision == Decision.ALLOW) {
      return Label.CLEAN;
    }
    return ofModel == Label.HATE ? Label.HATE : Label.OFFENSIVE;
  }
}
