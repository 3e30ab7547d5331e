package chatwarden.store.archive;

import static chatwarden.store.archive.ArchiveRecord.bytes;
import static chatwarden.store.archive.ArchiveRecord.word;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ChatCutTest {

  private static Map<String, byte[]> fields(String... words) {
    Map<String, byte[]> fields = new LinkedHashMap<>();
    for (int i = 0; i < words.length; i += 2) {
      fields.put(words[i], bytes(words[i + 1]));
    }
    return fields;
  }

  private static ChatCut at(String lastEvent) {
    return ChatCut.of(fields("state", "LIVE", "lastEvent", lastEvent), "0-0");
  }

  private static final Map<String, byte[]> COMMENT =
      fields(
          "text",
          "hi",
          "tagging",
          "TAGGED",
          "classifiedEvent",
          "100-4",
          "spans",
          "[]",
          "coverage",
          "0.5",
          "taggingModel",
          "t@1",
          "taggedEvent",
          "100-7",
          "rewriting",
          "r",
          "rewrittenEvent",
          "100-9");

  @Test
  void aCommentThatCameLaterIsLeftOut() {
    assertThat(at("100-3").apply(COMMENT)).isEmpty();
    assertThat(at("100-4").apply(COMMENT)).isPresent();
  }

  @Test
  void stageTwoThatCameLaterIsTakenBackWhole() {
    Map<String, byte[]> then = at("100-6").apply(COMMENT).orElseThrow();
    assertThat(then).containsOnlyKeys("text", "tagging", "classifiedEvent");
    assertThat(word(then, "tagging")).isEqualTo("PENDING");
  }

  @Test
  void aProposalThatCameLaterIsTakenBack() {
    Map<String, byte[]> then = at("100-8").apply(COMMENT).orElseThrow();
    assertThat(then).doesNotContainKeys("rewriting", "rewrittenEvent").containsKey("spans");
    assertThat(at("100-9").apply(COMMENT)).contains(COMMENT);
  }

  @Test
  void aMarkIsKept() {
    Map<String, byte[]> mark = fields("deleteTime", "2026-01-01T12:00:00Z");
    assertThat(at("100-1").apply(mark)).contains(mark);
    assertThat(ChatCut.of(Map.of(), "0-0").apply(mark)).contains(mark);
  }
}
