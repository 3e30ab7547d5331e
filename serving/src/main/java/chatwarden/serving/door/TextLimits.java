package chatwarden.serving.door;

import chatwarden.runtime.error.FieldProblem;
import chatwarden.runtime.error.InvalidInputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a call may hold: 1 to 64 texts of 1 to 10,000 code points each, not blank; ids of at most
 * 256 code points, unique within the call unless empty.
 *
 * <p>Control characters and code points without a character are taken as they are: chats hold them,
 * and the models cope. Lone surrogates cannot occur, as protobuf strings have none.
 */
public final class TextLimits {

  /** How many texts a call may hold. */
  public static final int MAX_TEXTS = 64;

  /** How many code points a text may have. */
  public static final int MAX_CODE_POINTS = 10_000;

  /** How many code points an id may have. */
  public static final int MAX_ID_CODE_POINTS = 256;

  private TextLimits() {}

  /**
   * Checks {@code call}.
   *
   * @throws InvalidInputException naming every wrong field, such as {@code comments[3].text}
   */
  static void check(TextCall call) {
    List<FieldProblem> problems = problems(call.ids(), call.texts());
    if (!problems.isEmpty()) {
      throw InvalidInputException.of(problems);
    }
  }

  /** Whether {@code id} is short enough for a request or a text. */
  static boolean isShortEnough(String id) {
    return id.length() <= MAX_ID_CODE_POINTS
        || id.codePointCount(0, id.length()) <= MAX_ID_CODE_POINTS;
  }

  private static List<FieldProblem> problems(List<String> ids, List<String> texts) {
    if (texts.isEmpty() || texts.size() > MAX_TEXTS) {
      String problem = "holds " + texts.size() + " texts (expected: 1 to " + MAX_TEXTS + ")";
      return List.of(new FieldProblem("comments", problem));
    }
    List<FieldProblem> problems = new ArrayList<>();
    Map<String, Integer> firsts = new HashMap<>();
    for (int i = 0; i < texts.size(); i++) {
      String place = "comments[" + i + "].";
      checkId(place, ids.get(i), firsts.putIfAbsent(ids.get(i), i), problems);
      checkText(place, texts.get(i), problems);
    }
    return problems;
  }

  private static void checkId(
      String place, String id, @Nullable Integer first, List<FieldProblem> problems) {
    if (!isShortEnough(id)) {
      String problem =
          id.codePointCount(0, id.length())
              + " code points (expected: at most "
              + MAX_ID_CODE_POINTS
              + ")";
      problems.add(new FieldProblem(place + "id", problem));
    }
    if (first != null && !id.isEmpty()) {
      String problem = "repeats that of comments[" + first + "] (expected: unique unless empty)";
      problems.add(new FieldProblem(place + "id", problem));
    }
  }

  private static void checkText(String place, String text, List<FieldProblem> problems) {
    int codePoints = text.codePointCount(0, text.length());
    if (codePoints > MAX_CODE_POINTS) {
      String problem = codePoints + " code points (expected: 1 to " + MAX_CODE_POINTS + ")";
      problems.add(new FieldProblem(place + "text", problem));
    } else if (text.codePoints().allMatch(TextLimits::isBlank)) {
      String problem =
          (text.isEmpty() ? "is empty" : "is blank")
              + " (expected: 1 to "
              + MAX_CODE_POINTS
              + " code points, not blank)";
      problems.add(new FieldProblem(place + "text", problem));
    }
  }

  private static boolean isBlank(int codePoint) {
    return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint);
  }
}
