package chatwarden.domain.sketch;

/** The values of a column over some comments. */
public sealed interface ColumnCounts permits Histogram, CategoryCounts {

  /** Returns how many comments have a value. */
  long count();
}
