package chatwarden.bridge.labels;

import chatwarden.labels.v1.ExportFeedbackLabelsResponse;
import chatwarden.labels.v1.LabelSource;
import chatwarden.labels.v1.LabelledText;
import chatwarden.store.feedback.Feedback;
import chatwarden.store.feedback.FeedbackPage;
import chatwarden.type.v1.Label;
import com.google.protobuf.Timestamp;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes labels of the scores that callers suggested. */
final class FeedbackLabels {

  /** A suggested score from which an attribute applies. */
  private static final double APPLIES = 0.5;

  private static final List<String> HATEFUL = List.of("IDENTITY_ATTACK", "SEVERE_TOXICITY");
  private static final List<String> OFFENSIVE =
      List.of("TOXICITY", "INSULT", "PROFANITY", "THREAT", "SEXUALLY_EXPLICIT");

  private FeedbackLabels() {}

  static ExportFeedbackLabelsResponse of(FeedbackPage page) {
    ExportFeedbackLabelsResponse.Builder response =
        ExportFeedbackLabelsResponse.newBuilder()
            .setExpiredCount(page.expired())
            .setNextPageToken(page.nextPageToken());
    long undecided = 0;
    for (FeedbackPage.Kept kept : page.kept()) {
      Optional<Label> label = label(kept.feedback().scores());
      if (label.isPresent()) {
        response.addLabels(text(kept, label.get()));
      } else {
        undecided++;
      }
    }
    return response.setUndecidedCount(undecided).build();
  }

  private static LabelledText text(FeedbackPage.Kept kept, Label label) {
    Feedback feedback = kept.feedback();
    return LabelledText.newBuilder()
        .setText(feedback.text())
        .setLabel(label)
        .setSource(LabelSource.FEEDBACK)
        .setLabelTime(
            Timestamp.newBuilder()
                .setSeconds(kept.time().getEpochSecond())
                .setNanos(kept.time().getNano()))
        .setLanguage(feedback.language())
        .build();
  }

  /** Returns the label; without TOXICITY, low scores do not say that a text is clean. */
  static Optional<Label> label(Map<String, Double> scores) {
    if (anyApplies(HATEFUL, scores)) {
      return Optional.of(Label.HATE);
    }
    if (anyApplies(OFFENSIVE, scores)) {
      return Optional.of(Label.OFFENSIVE);
    }
    return scores.containsKey("TOXICITY") ? Optional.of(Label.CLEAN) : Optional.empty();
  }

  private static boolean anyApplies(List<String> attributes, Map<String, Double> scores) {
    return attributes.stream().anyMatch(name -> scores.getOrDefault(name, 0.0) >= APPLIES);
  }
}
