package chatwarden.runtime.error;

import java.util.List;
import java.util.stream.Collectors;

/** The caller's input is wrong; every problem names its field. */
public final class InvalidInputException extends ChatwardenException {

  /** The reason of every input that no more special reason is given for. */
  public static final String REASON = "INVALID_INPUT";

  private static final long serialVersionUID = 1L;

  private final transient List<FieldProblem> problems;

  private InvalidInputException(String reason, List<FieldProblem> problems) {
    super(FaultCode.INVALID_INPUT, reason, describe(problems), null);
    this.problems = List.copyOf(problems);
  }

  /** One problem with one field. */
  public static InvalidInputException of(String field, String problem) {
    return of(List.of(new FieldProblem(field, problem)));
  }

  /** At least one problem. */
  public static InvalidInputException of(List<FieldProblem> problems) {
    return of(REASON, problems);
  }

  /** At least one problem, with a reason of its own. */
  public static InvalidInputException of(String reason, List<FieldProblem> problems) {
    return new InvalidInputException(reason, problems);
  }

  /** Returns the problems, at least one. */
  public List<FieldProblem> problems() {
    return problems;
  }

  private static String describe(List<FieldProblem> problems) {
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("problems: [] (expected: at least one)");
    }
    return problems.stream().map(FieldProblem::toString).collect(Collectors.joining("; "));
  }
}
