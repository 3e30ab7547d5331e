package chatwarden.serving.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.repository.ModelFolders;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InferenceAnswersTest extends InferenceServiceFixture {

  InferenceAnswersTest(@TempDir Path root) {
    super(root);
  }

  @Test
  void answersThatAreNotFinalAreImproved() {
    assertThat(answers(call("a", "improve b", "c", "improve d")))
        .containsExactly(
            "id0=vi:a by vi-echo@1",
            "id1=better vi:improve b by vi-echo@1",
            "id2=vi:c by vi-echo@1",
            "id3=better vi:improve d by vi-echo@1");
    assertThat(refined.stream().mapToInt(Integer::intValue).sum()).isEqualTo(2);
  }

  @Test
  void firstAnswersAreGivenBeforeTheyAreImproved() {
    List<String> first = new CopyOnWriteArrayList<>();

    door.ask(
            call("a", "improve b"),
            (place, answer, isFinal) -> first.add(place + answer.result() + isFinal))
        .toCompletableFuture()
        .join();

    assertThat(first).containsExactly("0vi:atrue", "1vi:improve bfalse");
  }

  @Test
  void answersToTextsInNoKnownLanguageAreMarked() {
    knowsUnknown = true;
    serveEnglishToo();

    assertThat(answers(call("a", "und b", "en c")))
        .containsExactly(
            "id0=vi:a by vi-echo@1",
            "id1=unknown vi:und b by vi-echo@1",
            "id2=en:en c by en-echo@7");
    assertThat(answers(callFor("vi", "", "und b"))).containsExactly("id0=vi:und b by vi-echo@1");
    assertThat(telemetry.scrape())
        .contains("chatwarden_inference_unknown_language_total{server=\"echo-server\"} 1.0");
  }

  @Test
  void aModelOfSeveralLanguagesGetsTheirTextsTogether() {
    new ModelFolders(root).add("a-both", "1", "vi, en", "both");
    repository.refresh();

    assertThat(answers(call("a", "en b")))
        .containsExactly("id0=both:a by a-both@1", "id1=both:en b by a-both@1");
    assertThat(batches).hasValue(1);
    assertThat(door.ask(call("a", "en b")).toCompletableFuture().join())
        .extracting(Answer::language)
        .containsExactly("vi", "en");
  }

  @Test
  void answersTextsInTheirOrder() {
    assertThat(answers(call("a", "b")))
        .containsExactly("id0=vi:a by vi-echo@1", "id1=vi:b by vi-echo@1");
    assertThat(batches).hasValue(1);
  }

  @Test
  void asksNoDetectorWhileOneLanguageIsServed() {
    assertThat(answers(callFor("auto", "", "en a"))).containsExactly("id0=vi:en a by vi-echo@1");
    assertThat(detections).hasValue(0);
  }

  @Test
  void textsOfOneCallGoToTheModelsOfTheirLanguagesAndComeBackInOrder() {
    serveEnglishToo();

    assertThat(answers(callFor("auto", "", "vi a", "en b", "vi c", "fr d", "en e")))
        .containsExactly(
            "id0=vi:vi a by vi-echo@1",
            "id1=en:en b by en-echo@7",
            "id2=vi:vi c by vi-echo@1",
            "id3=vi:fr d by vi-echo@1",
            "id4=en:en e by en-echo@7");
    assertThat(batches).hasValue(2);
  }

  @Test
  void theLanguageOrTheModelThatTheCallNamesDecides() {
    serveEnglishToo();

    assertThat(answers(callFor("en", "", "vi a"))).containsExactly("id0=en:vi a by en-echo@7");
    assertThat(answers(callFor("EN-gb", "", "vi a"))).containsExactly("id0=en:vi a by en-echo@7");
    assertThat(answers(callFor("en", "vi-echo", "a"))).containsExactly("id0=vi:a by vi-echo@1");
    assertThat(answers(callFor("", "en-echo@7", "a"))).containsExactly("id0=en:a by en-echo@7");
    assertThat(detections).hasValue(0);
  }

  @Test
  void aModelThatLosesATextIsABug() {
    assertThatThrownBy(() -> answers(call("lose one")))
        .cause()
        .hasMessage("model vi-echo@1 answered 0 of 1 texts (a bug)");
    assertThat(answers(call("next"))).hasSize(1);
  }

  @Test
  void textsAreCountedByModel() {
    answers(call("a", "b"));

    assertThat(telemetry.scrape())
        .contains("chatwarden_inference_text_total{model=\"vi-echo@1\",server=\"echo-server\"} 2.0")
        .contains("chatwarden_inference_duration_seconds_count{server=\"echo-server\"} 1")
        .contains("chatwarden_inference_batch_size_count{server=\"echo-server\"} 1")
        .contains("chatwarden_inference_batch_size_sum{server=\"echo-server\"} 2.0")
        .contains("chatwarden_inference_tokenise_seconds_count{server=\"echo-server\"} 1")
        .contains("chatwarden_inference_total_seconds_count{server=\"echo-server\"} 1")
        .contains("chatwarden_inference_queue_wait_seconds_count{server=\"echo-server\"} 1");
  }
}
