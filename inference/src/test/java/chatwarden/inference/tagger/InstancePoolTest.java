package chatwarden.inference.tagger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class InstancePoolTest {

  private int made;
  private final InstancePool<Integer> memory = new InstancePool<>(() -> made++);

  @Test
  void callsInTurnShareAPieceAndCallsAtOnceDoNot() {
    assertThat((int) memory.with(piece -> piece)).isZero();
    assertThat((int) memory.with(piece -> piece)).isZero();
    assertThat((int) memory.with(outer -> memory.with(inner -> 10 * outer + inner))).isEqualTo(1);
    assertThat(made).isEqualTo(2);
  }

  @Test
  void aPieceThatACallFailedInIsLeft() {
    assertThatThrownBy(
            () ->
                memory.with(
                    piece -> {
                      throw new IllegalStateException("piece " + piece);
                    }))
        .hasMessage("piece 0");
    assertThat((int) memory.with(piece -> piece)).isEqualTo(1);
  }
}
