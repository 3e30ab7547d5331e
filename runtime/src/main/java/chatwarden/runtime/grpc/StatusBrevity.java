package chatwarden.runtime.grpc;

import chatwarden.runtime.error.FieldProblem;
import chatwarden.runtime.error.InvalidInputException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Keeps statuses small. They travel as headers, the message percent-encoded and once more in the
 * details; clients take 8 KiB of them, and end the connection with all its calls when there is
 * more. With these limits a status takes less than 7 KiB, whatever its words.
 */
final class StatusBrevity {

  private static final int MESSAGE_BYTES = 900;
  private static final int PROBLEMS_BYTES = 1_200;
  private static final int PROBLEM_BYTES = 400;
  private static final String CUT = "…";

  private StatusBrevity() {}

  /** The message, or its beginning. */
  static String message(String message) {
    return cut(message, MESSAGE_BYTES);
  }

  /** The first problems, at least one, each whole or its beginning. */
  static List<FieldProblem> problems(List<FieldProblem> all) {
    List<FieldProblem> kept = new ArrayList<>();
    int left = PROBLEMS_BYTES;
    for (FieldProblem problem : all) {
      FieldProblem brief =
          new FieldProblem(
              cut(problem.field(), PROBLEM_BYTES / 2), cut(problem.problem(), PROBLEM_BYTES));
      left -= bytes(brief.toString());
      if (left < 0 && !kept.isEmpty()) {
        break;
      }
      kept.add(brief);
    }
    return kept;
  }

  /** Returns the problems in words: all of them, or the first ones and how many more there are. */
  static String message(InvalidInputException fault) {
    List<FieldProblem> kept = problems(fault.problems());
    int more = fault.problems().size() - kept.size();
    String words = kept.stream().map(FieldProblem::toString).collect(Collectors.joining("; "));
    String rest = more == 0 ? "" : "; and " + more + " more";
    return cut(words, MESSAGE_BYTES - rest.length()) + rest;
  }

  private static String cut(String text, int most) {
    if (bytes(text) <= most) {
      return text;
    }
    int end = 0;
    int used = bytes(CUT);
    while (used <= most) {
      int point = text.codePointAt(end);
      used += bytes(Character.toString(point));
      end += used <= most ? Character.charCount(point) : 0;
    }
    return text.substring(0, end) + CUT;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
