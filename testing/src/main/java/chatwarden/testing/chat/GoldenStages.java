package chatwarden.testing.chat;

import chatwarden.pipeline.v1.ClassifiedBatch;
import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.pipeline.v1.TaggedBatch;
import chatwarden.pipeline.v1.TaggedComment;
import chatwarden.type.v1.Classification;
import chatwarden.type.v1.Comment;
import chatwarden.type.v1.FlagReason;
import chatwarden.type.v1.Label;
import chatwarden.type.v1.Span;
import chatwarden.type.v1.Tagging;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What models that know exactly the insults of {@link GoldenChats} say of comments. */
public final class GoldenStages {

  /** The model that classifies. */
  public static final String CLASSIFIER = "golden-classifier@1";

  /** The model that tags. */
  public static final String TAGGER = "golden-tagger@1";

  private GoldenStages() {}

  /** The comment with its classification; flagged when it holds an insult. */
  public static ClassifiedComment classify(Comment comment) {
    boolean offensive = GoldenChats.INSULTS.stream().anyMatch(comment.getText()::contains);
    int variety = Math.floorMod(comment.getText().hashCode(), 100);
    float clean = offensive ? 0.05f + variety / 1_000f : 0.80f + variety / 1_000f;
    float hate = (1 - clean) * (offensive && variety % 3 == 0 ? 0.75f : 0.25f);
    Classification.Builder classification =
        Classification.newBuilder()
            .setLabel(label(offensive, variety))
            .putProbabilities("CLEAN", clean)
            .putProbabilities("OFFENSIVE", 1 - clean - hate)
            .putProbabilities("HATE", hate)
            .setOffensiveProbability(1 - clean)
            .setModel(CLASSIFIER)
            .setTier(offensive ? "golden-encoder@1" : "golden-linear@1")
            .setLanguage("vi");
    if (offensive) {
      classification.putCategories("insult", 1 - clean);
    }
    ClassifiedComment.Builder classified =
        ClassifiedComment.newBuilder().setComment(comment).setClassification(classification);
    if (offensive) {
      classified
          .setFlagged(true)
          .setFlagReason(FlagReason.FLAG_THRESHOLD)
          .setExceededThreshold(0.3f);
    }
    return classified.build();
  }

  /** The comment with the places of its insults. */
  public static TaggedComment tag(ClassifiedComment comment) {
    List<Span> spans = spans(comment.getComment().getText());
    int covered = spans.stream().mapToInt(span -> span.getEnd() - span.getStart()).sum();
    String text = comment.getComment().getText();
    return TaggedComment.newBuilder()
        .setComment(comment)
        .setTagging(
            Tagging.newBuilder()
                .addAllSpans(spans)
                .setCoverage((float) covered / text.codePointCount(0, text.length()))
                .setModel(TAGGER))
        .build();
  }

  /** The batch of comments of one chat, at least one. */
  public static ClassifiedBatch classifiedBatch(Collection<ClassifiedComment> comments) {
    String chat = comments.iterator().next().getComment().getChat();
    return ClassifiedBatch.newBuilder().setChat(chat).addAllComments(comments).build();
  }

  /** The batch of comments of one chat, at least one. */
  public static TaggedBatch taggedBatch(Collection<TaggedComment> comments) {
    String chat = comments.iterator().next().getComment().getComment().getChat();
    return TaggedBatch.newBuilder().setChat(chat).addAllComments(comments).build();
  }

  private static Label label(boolean offensive, int variety) {
    if (!offensive) {
      return Label.CLEAN;
    }
    return variety % 3 == 0 ? Label.HATE : Label.OFFENSIVE;
  }

  private static List<Span> spans(String text) {
    List<Span> spans = new ArrayList<>();
    for (String insult : GoldenChats.INSULTS) {
      int at = text.indexOf(insult);
      if (at >= 0) {
        int start = text.codePointCount(0, at);
        int end = start + insult.codePointCount(0, insult.length());
        spans.add(
            Span.newBuilder().setStart(start).setEnd(end).setText(insult).setScore(0.875f).build());
      }
    }
    spans.sort((a, b) -> Integer.compare(a.getStart(), b.getStart()));
    return spans;
  }
}
