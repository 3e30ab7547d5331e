package chatwarden.runtime.error;

/**
 * A problem of one field.
 *
 * @param field the path of the field, such as {@code comments[3].text}
 * @param problem the problem and the expectation, such as {@code is blank (expected: 1 to 10000
 *     code points, not blank)}; never the value of a text or a secret
 */
public record FieldProblem(String field, String problem) {

  @Override
  public String toString() {
    return field + ": " + problem;
  }
}
