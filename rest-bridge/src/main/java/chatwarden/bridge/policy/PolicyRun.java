package chatwarden.bridge.policy;

import chatwarden.domain.policy.Allowance;
import chatwarden.domain.policy.ChatPolicy;
import chatwarden.domain.policy.ClassifiedDraft;
import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.type.v1.Classification;
import chatwarden.type.v1.ModeratedComment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides on stored comments as the pipeline does on new ones. Where stored answers are used, the
 * classifier is asked only about texts whose answer is not stored: the whole text where a part was
 * excused, and the rest where another part is. Blocks; safe for use by many threads.
 */
final class PolicyRun {

  private final ChatPolicy policy;
  private final BackfillClassifier classifier;
  private final String model;
  private final boolean usesStored;

  /**
   * @param model to ask; empty for the served one
   * @param usesStored whether stored answers are used where there are some
   */
  PolicyRun(ChatPolicy policy, BackfillClassifier classifier, String model, boolean usesStored) {
    this.policy = policy;
    this.classifier = classifier;
    this.model = model;
    this.usesStored = usesStored;
  }

  /**
   * A stored comment and the decision on it now.
   *
   * @param now empty where the classifier refuses the comment
   * @param asked whether the classifier was asked
   */
  record Rerun(ModeratedComment stored, Optional<ClassifiedComment> now, boolean asked) {}

  ChatPolicy policy() {
    return policy;
  }

  List<Rerun> run(List<ModeratedComment> comments) {
    List<Optional<Classification>> wholes = wholes(comments);
    List<Optional<ClassifiedDraft>> drafts = new ArrayList<>(comments.size());
    for (int i = 0; i < comments.size(); i++) {
      var comment = comments.get(i).getComment();
      drafts.add(wholes.get(i).map(whole -> ClassifiedDraft.of(comment, whole, policy)));
    }
    List<Optional<Classification>> rests = rests(comments, drafts);
    List<Rerun> reruns = new ArrayList<>(comments.size());
    for (int i = 0; i < comments.size(); i++) {
      Optional<Classification> rest = rests.get(i);
      Optional<ClassifiedComment> now =
          drafts
              .get(i)
              .map(
                  draft ->
                      rest.isPresent()
                          ? draft.withRest(draft.allowance().orElseThrow(), rest.get(), policy)
                          : draft.asItIs(policy));
      boolean asked =
          !isStoredWhole(comments.get(i)) || isOtherRest(comments.get(i), drafts.get(i));
      reruns.add(new Rerun(comments.get(i), now, asked));
    }
    return reruns;
  }

  private boolean isStoredWhole(ModeratedComment comment) {
    return usesStored && comment.getAllowedCount() == 0;
  }

  private List<Optional<Classification>> wholes(List<ModeratedComment> comments) {
    List<String> texts =
        comments.stream()
            .filter(comment -> !isStoredWhole(comment))
            .map(comment -> comment.getComment().getText())
            .toList();
    var answers = classifier.classify(texts, policy.language(), model).iterator();
    return comments.stream()
        .map(
            comment ->
                isStoredWhole(comment) ? Optional.of(comment.getClassification()) : answers.next())
        .toList();
  }

  /** Returns the answers to the rests that allowances leave; empty without one, or if refused. */
  private List<Optional<Classification>> rests(
      List<ModeratedComment> comments, List<Optional<ClassifiedDraft>> drafts) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < comments.size(); i++) {
      if (isOtherRest(comments.get(i), drafts.get(i))) {
        texts.add(drafts.get(i).flatMap(ClassifiedDraft::allowance).orElseThrow().rest());
      }
    }
    var answers = classifier.classify(texts, policy.language(), model).iterator();
    List<Optional<Classification>> rests = new ArrayList<>(comments.size());
    for (int i = 0; i < comments.size(); i++) {
      ModeratedComment stored = comments.get(i);
      Optional<ClassifiedDraft> draft = drafts.get(i);
      if (isOtherRest(stored, draft)) {
        rests.add(answers.next());
      } else {
        rests.add(
            draft.flatMap(
                it ->
                    it.allowance()
                        .map(
                            parts ->
                                parts.isWhole() ? it.nothingLeft() : stored.getClassification())));
      }
    }
    return rests;
  }

  /** Returns whether an allowance leaves a rest whose answer is not stored. */
  private boolean isOtherRest(ModeratedComment stored, Optional<ClassifiedDraft> draft) {
    Optional<Allowance> allowance = draft.flatMap(ClassifiedDraft::allowance);
    if (allowance.isEmpty() || allowance.get().isWhole()) {
      return false;
    }
    return !(usesStored && allowance.get().parts().equals(stored.getAllowedList()));
  }
}
