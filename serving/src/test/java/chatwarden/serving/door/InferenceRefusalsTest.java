package chatwarden.serving.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.FieldProblem;
import chatwarden.runtime.error.InvalidInputException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InferenceRefusalsTest extends InferenceServiceFixture {

  InferenceRefusalsTest(@TempDir Path root) {
    super(root);
  }

  @Test
  void whatIsNotServedIsNotFound() {
    assertFails(callFor("fr", "", "a"), FaultCode.NOT_FOUND, "LANGUAGE_NOT_SERVED");
    assertFails(callFor("", "en-echo", "a"), FaultCode.NOT_FOUND, "MODEL_NOT_FOUND");
    assertFails(callFor("", "x".repeat(10_000), "a"), FaultCode.INVALID_INPUT, "INVALID_INPUT");
  }

  private void assertFails(TextCall call, FaultCode code, String reason) {
    assertThatThrownBy(() -> door.ask(call))
        .matches(code::isOf)
        .extracting(fault -> ((ChatwardenException) fault).reason())
        .isEqualTo(reason);
  }

  @Test
  void aLanguageThatIsNoTagIsRefused() {
    for (String language : List.of("v", "vietnamese", "vi_VN", " vi", "vi-", "12")) {
      assertProblems(callFor(language, "", "a"), "language");
    }
  }

  private void assertProblems(TextCall call, String... fields) {
    InvalidInputException fault =
        catchThrowableOfType(InvalidInputException.class, () -> door.ask(call));
    assertThat(fault.problems()).extracting(FieldProblem::field).containsExactly(fields);
  }

  @Test
  void aCallHoldsOneToSixtyFourTexts() {
    assertProblems(call(), "comments");
    assertProblems(call(Collections.nCopies(65, "a").toArray(String[]::new)), "comments");
    assertThat(answers(call(Collections.nCopies(64, "a").toArray(String[]::new)))).hasSize(64);
  }

  @Test
  void aTextHasOneToTenThousandCodePoints() {
    String longest = "😀".repeat(10_000);

    assertThat(answers(call(longest))).hasSize(1);
    assertProblems(call("a", longest + "a", "b", ""), "comments[1].text", "comments[3].text");
  }

  @Test
  void blankTextsAreRefusedAndControlCharactersAreNot() {
    for (String blank : List.of("", " ", "\t\n", "\u00a0", "\u2003\u3000", "\u2028")) {
      assertProblems(call(blank), "comments[0].text");
    }
    assertThat(answers(call("\u0000", "\u0007a", "\u200b", "\ufffe"))).hasSize(4);
  }

  @Test
  void idsAreShortAndUniqueUnlessEmpty() {
    List<String> ids = List.of("a", "", "", "a", "😀".repeat(256), "x".repeat(257));
    List<String> texts = Collections.nCopies(6, "text");

    assertProblems(new TextCall(ids, texts, "", ""), "comments[3].id", "comments[5].id");
  }

  @Test
  void faultsNameNoText() {
    InvalidInputException fault =
        catchThrowableOfType(
            InvalidInputException.class, () -> door.ask(call("secret".repeat(2_000), " ")));

    assertThat(fault.getMessage())
        .isEqualTo(
            "comments[0].text: 12,000 code points long (expected: at most 10,000);"
                + " comments[1].text: must not be blank");
  }
}
