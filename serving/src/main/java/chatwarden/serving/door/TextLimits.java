package chatwarden.serving.door;

import chatwarden.classifier.v1.ClassifyTextsRequest;
import chatwarden.classifier.v1.StreamClassificationsRequest;
import chatwarden.runtime.error.FieldProblem;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.limit.CommentLimits;
import chatwarden.runtime.limit.FieldRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a call may hold: 1 to 64 texts, or to 10,000 that are answered by a stream, within the
 * limits of {@link CommentLimits}, with ids unique within the call unless empty.
 *
 * <p>Control characters and code points without a character are taken as they are: chats hold them,
 * and the models cope. Lone surrogates cannot occur, as protobuf strings have none.
 */
public final class TextLimits {

  /** How many texts a call may hold. */
  public static final int MAX_TEXTS =
      FieldRules.most(ClassifyTextsRequest.getDescriptor(), "comments");

  /** How many texts a call may hold that a stream answers. */
  public static final int MAX_STREAMED_TEXTS =
      FieldRules.most(StreamClassificationsRequest.getDescriptor(), "comments");

  private TextLimits() {}

  /**
   * Checks {@code call}.
   *
   * @throws InvalidInputException naming every wrong field, such as {@code comments[3].text}
   */
  static void check(TextCall call) {
    check(call, MAX_TEXTS);
  }

  /**
   * Checks {@code call}, which may hold up to {@code maxTexts}.
   *
   * @throws InvalidInputException naming every wrong field
   */
  public static void check(TextCall call, int maxTexts) {
    List<FieldProblem> problems = problems(call.ids(), call.texts(), maxTexts);
    if (!problems.isEmpty()) {
      throw InvalidInputException.of(problems);
    }
  }

  private static List<FieldProblem> problems(List<String> ids, List<String> texts, int maxTexts) {
    if (texts.isEmpty() || texts.size() > maxTexts) {
      String problem = "holds " + texts.size() + " texts (expected: 1 to " + maxTexts + ")";
      return List.of(new FieldProblem("comments", problem));
    }
    List<FieldProblem> problems = new ArrayList<>();
    Map<String, Integer> firsts = new HashMap<>();
    for (int i = 0; i < texts.size(); i++) {
      String place = "comments[" + i + "].";
      checkId(place + "id", ids.get(i), firsts.putIfAbsent(ids.get(i), i), problems);
      CommentLimits.problemOfText(texts.get(i))
          .ifPresent(problem -> problems.add(new FieldProblem(place + "text", problem)));
    }
    return problems;
  }

  private static void checkId(
      String field, String id, @Nullable Integer first, List<FieldProblem> problems) {
    CommentLimits.problemOfName(id)
        .ifPresent(problem -> problems.add(new FieldProblem(field, problem)));
    if (first != null && !id.isEmpty()) {
      String problem = "repeats that of comments[" + first + "] (expected: unique unless empty)";
      problems.add(new FieldProblem(field, problem));
    }
  }
}
