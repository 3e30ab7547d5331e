package chatwarden.mlops.validation;

/** A kind of problem of labelled data. */
public enum ProblemKind {
  /** A row repeats the text and the label of an earlier one of its file. */
  DUPLICATE("rows repeat an earlier one of their file"),

  /** The same, once both texts are normalised. */
  NEAR_DUPLICATE("rows repeat an earlier one of their file once both are normalised"),

  /** Rows of one normalised text have several labels. */
  CONFLICT("rows give a text another label than an earlier row"),

  /** A text is in several files of the data set. */
  LEAK("texts are in more than one of the files"),

  /** A text to train on is in a held-out file of the reference. */
  REFERENCE_LEAK("texts to train on are held out in the reference"),

  /** Two files share out their labels differently. */
  LABEL_SHIFT("pairs of files share out their labels differently"),

  /** A file has too few rows of a label. */
  TOO_FEW_ROWS("labels have too few rows");

  private final String words;

  ProblemKind(String words) {
    this.words = words;
  }

  /** Returns the kind as the end of a sentence that begins with a number. */
  public String words() {
    return words;
  }
}
