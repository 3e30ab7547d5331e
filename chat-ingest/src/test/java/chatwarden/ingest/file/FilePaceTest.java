package chatwarden.ingest.file;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.ingest.source.RecordingSink;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class FilePaceTest extends FileSourceFixture {

  private static final Duration TEN_MILLIS = Duration.ofMillis(10);

  @Test
  void paceIsEvenAndTheFirstCommentComesAtOnce() throws Exception {
    write(IntStream.range(0, 5).mapToObj(i -> line("c" + i)).toArray(String[]::new));
    source(100, Optional.empty()).run(sink);
    assertThat(clock.sleeps()).containsExactly(TEN_MILLIS, TEN_MILLIS, TEN_MILLIS, TEN_MILLIS);
  }

  @Test
  void pipelineThatWasFullForLongMeetsNoBurst() throws Exception {
    write(IntStream.range(0, 1_000).mapToObj(i -> line("c" + i)).toArray(String[]::new));
    RecordingSink full =
        new RecordingSink(
            comment -> {
              if (comment.getId().equals("c10")) {
                clock.advance(Duration.ofSeconds(20));
              }
            });
    source(100, Optional.empty()).run(full);
    // 999 waits of 10 ms each, but for the 250 ms that may be caught up with.
    assertThat(clock.nanoTime() / 1_000_000).isBetween(20_000L + 9_700L, 20_000L + 9_990L);
  }

  @Test
  void withoutAPaceNothingWaits() throws Exception {
    write(IntStream.range(0, 100).mapToObj(i -> line("c" + i)).toArray(String[]::new));
    read();
    assertThat(sink.ids()).hasSize(100);
    assertThat(clock.sleeps()).isEmpty();
  }
}
