package chatwarden.store.comment;

import chatwarden.domain.sketch.SketchColumn;
import chatwarden.domain.sketch.SketchFields;
import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.pipeline.v1.TaggedComment;
import chatwarden.text.Normalizer;
import chatwarden.type.v1.Classification;

/** The part of a comment in the sketch of an hour. No part of its text is among it. */
public final class CommentSketch {

  private CommentSketch() {}

  /** Returns the items of a comment that is recorded. */
  static String classified(ClassifiedComment comment) {
    Classification classification = comment.getClassification();
    String text = comment.getComment().getText();
    SketchFields fields =
        fields(classification)
            .add(SketchColumn.LABEL, classification.getLabel().name())
            .add(SketchColumn.FLAGGED, comment.getFlagged())
            .add(SketchColumn.LENGTH, text.codePointCount(0, text.length()))
            .add(SketchColumn.OBFUSCATION, Normalizer.standard().isObfuscated(text));
    addShare(fields, SketchColumn.PROBABILITY, classification.getOffensiveProbability());
    if (classification.hasUnknownNgramShare()) {
      addShare(fields, SketchColumn.UNKNOWN_NGRAMS, classification.getUnknownNgramShare());
    }
    return fields.items();
  }

  /** Returns the items of a comment that is tagged. */
  static String tagged(TaggedComment tagged) {
    SketchFields fields = fields(tagged.getComment().getClassification());
    addShare(fields, SketchColumn.COVERAGE, tagged.getTagging().getCoverage());
    return fields.items();
  }

  /** Returns the item of a moderator's decision. */
  public static String decided(Classification classification, boolean isOverturned) {
    return fields(classification).add(SketchColumn.OVERTURNED, isOverturned).items();
  }

  private static SketchFields fields(Classification classification) {
    return new SketchFields(classification.getLanguage(), classification.getModel());
  }

  /** What no model of ours answers is left out: a sketch never stops a recording. */
  private static void addShare(SketchFields fields, SketchColumn column, float share) {
    if (share >= 0 && share <= 1) {
      fields.add(column, share);
    }
  }
}
