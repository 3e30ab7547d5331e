package chatwarden.text;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class DiacriticsTest {
  @Example
  void tonesHornsAndStrokesGo() {
    assertThat(Diacritics.strip("Đường phố sạch đẹp ơi")).isEqualTo("Duong pho sach dep oi");
  }

  @Example
  void theFormOfTheTextDoesNotMatter() {
    assertThat(Diacritics.strip("e\u0302\u0301")).isEqualTo("e");
    assertThat(Diacritics.strip("\u1ebf")).isEqualTo("e");
  }

  @Property
  void strippingTwiceChangesNothing(@ForAll String text) {
    String once = Diacritics.strip(text);

    assertThat(Diacritics.strip(once)).isEqualTo(once);
  }

  @Property
  void baseAgreesWithStripOnNormalisedLatinText(@ForAll("latin") String text) {
    String normalized = Normalizer.standard().normalize(text).text();
    StringBuilder bases = new StringBuilder();
    normalized
        .codePoints()
        .map(Diacritics::base)
        .filter(c -> c != 0)
        .forEach(bases::appendCodePoint);

    assertThat(bases.toString()).isEqualTo(Diacritics.strip(normalized));
  }

  @Provide
  Arbitrary<String> latin() {
    return Arbitraries.strings()
        .withCharRange(' ', '\u024f')
        .withCharRange('\u0300', '\u036f')
        .withCharRange('\u1e00', '\u1eff')
        .ofMaxLength(30);
  }
}
