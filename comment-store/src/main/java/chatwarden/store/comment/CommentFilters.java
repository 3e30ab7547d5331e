package chatwarden.store.comment;

import chatwarden.comment.v1.CommentFilter;
import chatwarden.runtime.error.FieldProblem;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.limit.CommentLimits;
import chatwarden.runtime.limit.FieldRules;
import chatwarden.type.v1.Label;
import com.google.protobuf.Timestamp;
import java.util.ArrayList;
import java.util.List;

/** Whether a filter can be met at all. */
final class CommentFilters {

  private CommentFilters() {}

  static void check(CommentFilter filter) {
    List<FieldProblem> problems = new ArrayList<>();
    checkLabels(filter, problems);
    checkShare("min_offensive_probability", filter.getMinOffensiveProbability(), problems);
    checkShare("min_coverage", filter.getMinCoverage(), problems);
    CommentLimits.problemOfName(filter.getAuthorId())
        .ifPresent(problem -> problems.add(new FieldProblem("filter.author_id", problem)));
    checkLength("text", filter.getText(), problems);
    checkLength("author_name", filter.getAuthorName(), problems);
    checkLength("span", filter.getSpan(), problems);
    checkTime("filter.start_time", filter.hasStartTime(), filter.getStartTime(), problems);
    checkTime("filter.end_time", filter.hasEndTime(), filter.getEndTime(), problems);
    if (!problems.isEmpty()) {
      throw InvalidInputException.of(problems);
    }
  }

  private static void checkLabels(CommentFilter filter, List<FieldProblem> problems) {
    for (Label label : filter.getLabelsList()) {
      if (label == Label.LABEL_UNSPECIFIED || label == Label.UNRECOGNIZED) {
        problems.add(
            new FieldProblem("filter.labels", label + " (expected: CLEAN, OFFENSIVE or HATE)"));
        return;
      }
    }
  }

  private static void checkShare(String field, float value, List<FieldProblem> problems) {
    FieldRules.bounds(CommentFilter.getDescriptor(), field)
        .problem(value)
        .ifPresent(problem -> problems.add(new FieldProblem("filter." + field, problem)));
  }

  private static void checkLength(String field, String words, List<FieldProblem> problems) {
    int most = FieldRules.most(CommentFilter.getDescriptor(), field);
    if (words.codePointCount(0, words.length()) > most) {
      problems.add(
          new FieldProblem(
              "filter." + field, "is too long (expected: at most " + most + " characters)"));
    }
  }

  private static void checkTime(
      String field, boolean present, Timestamp time, List<FieldProblem> problems) {
    if (present && !CommentLimits.isTime(time)) {
      problems.add(
          new FieldProblem(
              field, "not a time (expected: 0001-01-01T00:00:00Z to 9999-12-31T23:59:59Z)"));
    }
  }
}
