package chatwarden.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class ModelIdTest {

  @Test
  void numbersInVersionsAreOrderedByValue() {
    List<ModelId> ordered =
        List.of(
            id("1"),
            id("1-rc"),
            id("1.2"),
            id("1.10"),
            id("2"),
            id("10"),
            id("99999999999999999999"));

    assertThat(ordered.reversed()).isNotEqualTo(ordered);
    assertThat(ordered.stream().sorted(java.util.Collections.reverseOrder()).sorted())
        .containsExactlyElementsOf(ordered);
  }

  private static ModelId id(String version) {
    return new ModelId("a", version);
  }

  @Test
  void namesThatCouldLeaveTheFolderAreRefused() {
    for (String name : List.of("", "..", ".a", "a/b", "A", "a@b", "a\\b", "x".repeat(65))) {
      assertThatThrownBy(() -> new ModelId(name, "1"))
          .as(name)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Property
  void theOrderIsTotal(
      @ForAll("versions") String a, @ForAll("versions") String b, @ForAll("versions") String c) {
    assertThat(Integer.signum(id(a).compareTo(id(b))))
        .isEqualTo(-Integer.signum(id(b).compareTo(id(a))));
    assertThat(id(a).compareTo(id(b)) == 0).isEqualTo(a.equals(b));
    if (id(a).compareTo(id(b)) <= 0 && id(b).compareTo(id(c)) <= 0) {
      assertThat(id(a).compareTo(id(c))).isLessThanOrEqualTo(0);
    }
  }

  @Provide
  Arbitrary<String> versions() {
    return Arbitraries.strings()
        .withChars("019ab.-")
        .ofMinLength(0)
        .ofMaxLength(5)
        .map(s -> "1" + s);
  }
}
