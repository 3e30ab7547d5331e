package chatwarden.ingest.source;

import static java.util.Objects.requireNonNull;

/**
 * The reason why an input of a source is not a comment. Names its place and its problem, never its
 * text.
 *
 * @param place the place of the input in the source, in words for people: {@code line 17}
 * @param field the name of the field that is wrong; empty when the whole input is
 * @param problem the problem, in words for people: {@code must not be blank}
 */
public record Rejection(String place, String field, String problem) {
  /** Checks that nothing is missing. */
  public Rejection {
    requireNonNull(place, "place");
    requireNonNull(field, "field");
    requireNonNull(problem, "problem");
  }

  /** The rejection as one line: {@code line 17: text: must not be blank}. */
  @Override
  public String toString() {
    return field.isEmpty() ? place + ": " + problem : place + ": " + field + ": " + problem;
  }
}
