package chatwarden.ingest.stage;

import chatwarden.domain.policy.Allowance;
import chatwarden.domain.policy.ChatPolicy;
import chatwarden.domain.policy.ClassifiedDraft;
import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.type.v1.Classification;
import chatwarden.type.v1.Comment;
import java.util.ArrayList;
import java.util.List;

/**
 * Has batches classified and decides on their comments. If the classifier refuses a batch, or
 * breaks on it again and again, its comments are asked about one by one, so that only the bad ones
 * are refused.
 *
 * <p>Comments that a threshold flags and in which allow rules excuse something are classified a
 * second time, together, without those parts. One whose rest is refused keeps its first decision.
 * Calls block and belong on virtual threads.
 */
final class ClassifierClient {

  private final ClassifierCalls calls;

  ClassifierClient(ClassifierCalls calls) {
    this.calls = calls;
  }

  /** Returns the classified comments in their order, and the refused ones. */
  Classified classify(List<Comment> comments, ChatPolicy policy) throws InterruptedException {
    List<ClassifiedDraft> drafts = new ArrayList<>(comments.size());
    List<Classified.Refused> refused = new ArrayList<>(0);
    draft(comments, policy, drafts, refused);
    return new Classified(withoutAllowed(drafts, policy), refused);
  }

  private void draft(
      List<Comment> comments,
      ChatPolicy policy,
      List<ClassifiedDraft> drafts,
      List<Classified.Refused> refused)
      throws InterruptedException {
    try {
      List<Classification> said =
          calls.classify(
              comments.getFirst().getChat(),
              comments.stream().map(Comment::getText).toList(),
              policy.language());
      for (int i = 0; i < said.size(); i++) {
        drafts.add(ClassifiedDraft.of(comments.get(i), said.get(i), policy));
      }
    } catch (PermanentFaultException e) {
      if (comments.size() == 1) {
        refused.add(new Classified.Refused(comments.getFirst(), e.reason()));
        return;
      }
      for (Comment comment : comments) {
        draft(List.of(comment), policy, drafts, refused);
      }
    }
  }

  private List<ClassifiedComment> withoutAllowed(List<ClassifiedDraft> drafts, ChatPolicy policy)
      throws InterruptedException {
    List<ClassifiedComment> classified =
        new ArrayList<>(drafts.stream().map(draft -> draft.asItIs(policy)).toList());
    List<Integer> places = new ArrayList<>(0);
    for (int i = 0; i < drafts.size(); i++) {
      ClassifiedDraft draft = drafts.get(i);
      Allowance allowed = draft.allowance().orElse(null);
      if (allowed != null && allowed.isWhole()) {
        classified.set(i, draft.withRest(allowed, draft.nothingLeft(), policy));
      } else if (allowed != null) {
        places.add(i);
      }
    }
    if (!places.isEmpty()) {
      classifyRests(drafts, places, policy, classified);
    }
    return classified;
  }

  private void classifyRests(
      List<ClassifiedDraft> drafts,
      List<Integer> places,
      ChatPolicy policy,
      List<ClassifiedComment> classified)
      throws InterruptedException {
    try {
      List<Classification> said =
          calls.classify(
              drafts.getFirst().comment().getChat(),
              places.stream().map(at -> allowance(drafts.get(at)).rest()).toList(),
              policy.language());
      for (int i = 0; i < said.size(); i++) {
        ClassifiedDraft draft = drafts.get(places.get(i));
        classified.set(places.get(i), draft.withRest(allowance(draft), said.get(i), policy));
      }
    } catch (PermanentFaultException e) {
      for (int place : places.size() == 1 ? List.<Integer>of() : places) {
        classifyRests(drafts, List.of(place), policy, classified);
      }
    }
  }

  private static Allowance allowance(ClassifiedDraft draft) {
    return draft.allowance().orElseThrow();
  }
}
