package chatwarden.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.ingest.source.SeenComments.Sighting;
import org.junit.jupiter.api.Test;

class SeenCommentsTest {
  @Test
  void commentIsNewOnceAndConflictsUnderAnotherText() {
    SeenComments seen = new SeenComments(10);
    assertThat(seen.see("a", "x")).isEqualTo(Sighting.NEW);
    assertThat(seen.see("a", "x")).isEqualTo(Sighting.REPEATED);
    assertThat(seen.see("a", "y")).isEqualTo(Sighting.CONFLICTING);
    assertThat(seen.see("b", "x")).isEqualTo(Sighting.NEW);
  }

  @Test
  void oldestIsForgottenBeyondTheBound() {
    SeenComments seen = new SeenComments(2);
    seen.see("a", "x");
    seen.see("b", "x");
    seen.see("c", "x");
    assertThat(seen.contains("a")).isFalse();
    assertThat(seen.contains("b")).isTrue();
    assertThat(seen.toBytes()).hasSize(2 * 16);
  }

  @Test
  void restoredMemoryKnowsTheSameInTheSameOrder() {
    SeenComments before = new SeenComments(2);
    before.see("a", "x");
    before.see("b", "y");
    SeenComments after = new SeenComments(2);
    after.restore(before.toBytes());
    assertThat(after.see("b", "z")).isEqualTo(Sighting.CONFLICTING);
    after.see("c", "x");
    assertThat(after.contains("a")).isFalse();
    assertThat(after.contains("b")).isTrue();
  }
}
