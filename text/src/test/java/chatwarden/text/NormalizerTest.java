package chatwarden.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NormalizerTest {
  private static final Normalizer NORMALIZER = Normalizer.standard();

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "Chào  BẠN| chào bạn",
        "xem https://example.com/a?b=1 nè| xem <url> nè",
        "xem www.example.vn| xem <url>",
        "xem example.com/abc ok| xem <url> ok",
        "@mod_1 xem nè| <user> xem nè",
        "viết cho a@b| viết cho aab",
        "đẹpppp quáááá| đẹp quá",
        "Іồn Іàm gІad| lồn làm glad",
        "a\u0300\u0406| àl",
        "\u00e0\u0406| àl",
        "tttrai thhhằng ngườiiii| trai thằng người",
        "fuccck helllll pussssy bitttch| fuck hell pussy bitch",
        "hay!!!!!! :))))| hay!! :))",
        "mình ko thích| mình không thích",
        "s\u200bp\u200ba\u200bm| spam",
        "s.p.a.m| spam",
        "s p a m nha| spam nha",
        "sp4m đó| spam đó",
        "0c ch0 0F| oc cho of",
        "T1 8h30 2k0 k100 100 0 U20 ch00| t1 8h30 2k0 k100 100 0 u20 ch00",
        "\u0455p\u0430m| spam",
        "\ud835\udc2c\ud835\udc29\ud835\udc1a\ud835\udc26| spam",
        "a &amp; b &lt;3 &#128514;| a & b <3 😂",
        "thứ 3 | thứ 3",
        "n\u04d1m m\u04d1n| năm măn",
        "Привет мир| привет мир",
        "ΝΟΤ cool| not cool",
        "sᴘᴀᴍ| spam",
        "ꜱᴘᴀᴍ| spam",
        "🅂🄿🄰🄼 🅢🅟🅐🅜 🆂🅿🅰🅼| spam spam spam",
        "🇸🇵🇦🇲🇺| spamu",
        "đi 🇻🇳🇫🇷 nè| đi 🇻🇳🇫🇷 nè",
        "s⃣p⃣a⃣m⃣ s̸p̸a̸m̸| spam spam",
        "s̸̖̗̀ṕ̸̖̗à̸̖̗m| spam",
        "ͼam| cam",
        "n̸h̸à̸| nhà",
        "la66er ba55er la17er spa+m la555er| lagger basser laiter spatm la555er",
        "$pam $5 giá 5$| spam $5 giá 5$",
        "đ1 lớp6 đội1 đm3| đi lớp6 đội1 đm3",
        "spa.m nhà.n sp-am chào.bạn t-shirt| spam nhàn spam chào.bạn tshirt",
        "tp.hcm 1.5| tphcm 1.5",
      })
  void writesAsTheModelsSeeIt(String text, String normalized) {
    assertThat(NORMALIZER.normalize(text).text()).isEqualTo(normalized);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s.p.a.m",
        "\ud835\udc2c\ud835\udc29\ud835\udc1a\ud835\udc26",
        "s p a m nha",
        "sp4m đó",
        "spa.m",
        "s\u200bpam",
        "\u0455p\u0430m",
        "Іồn",
        "🅂🄿🄰🄼",
        "s̸p̸a̸m̸",
        "$pam"
      })
  void findsWordsThatAreHidden(String text) {
    assertThat(NORMALIZER.isObfuscated(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " ",
        "Chào BẠN, đẹp quáááá!!! 😂",
        "cha\u0300o ba\u0323n",
        "xem https://example.com/a?b=1 nè @mod_1 2k0 8h30",
        "Привет мир",
        "don't ko thích :)))",
        "👨\u200d👩\u200d👧 gia đình"
      })
  void plainTextsHideNothing(String text) {
    assertThat(NORMALIZER.isObfuscated(text)).isFalse();
  }

  @Test
  void unmaskedTextKeepsItsShorthand() {
    assertThat(NORMALIZER.unmask("mình ko thíchhhh s.p.a.m ΝΟΤ").text())
        .isEqualTo("mình ko thích spam not");
  }

  @Test
  void anExpandedTokenMapsToTheWholeShorthand() {
    NormalizedText normalized = NORMALIZER.normalize("mình ko thích");
    int start = normalized.text().indexOf("không");

    assertThat(normalized.offsets().toOriginal(start, start + 5))
        .isEqualTo(new CodePointRange(5, 7));
  }

  @Test
  void picturesAndLongTextsMapToTheirPlaces() {
    String pictures = "😂👍🏽🎉 ".repeat(600);
    NormalizedText normalized = NORMALIZER.normalize(pictures + "chào");
    int end = normalized.offsets().length();

    assertThat(normalized.text()).isEqualTo((pictures + "chào"));
    assertThat(normalized.offsets().toOriginal(0, end)).isEqualTo(new CodePointRange(0, 3004));
    assertThat(normalized.offsets().toOriginal(end - 4, end))
        .isEqualTo(new CodePointRange(3000, 3004));
  }

  @Test
  void aLoneSurrogateCountsAsOneCodePoint() {
    NormalizedText normalized = NORMALIZER.normalize("a \ud83d chào");
    int start = normalized.text().indexOf("chào");

    assertThat(normalized.text()).isEqualTo("a \ufffd chào");
    assertThat(normalized.offsets().toOriginal(start, start + 4))
        .isEqualTo(new CodePointRange(4, 8));
  }

  @Test
  void anEmptyRangeMapsToAnEmptyRange() {
    OffsetMap offsets = NORMALIZER.normalize("chào").offsets();

    assertThat(offsets.toOriginal(0, 0)).isEqualTo(new CodePointRange(0, 0));
    assertThat(offsets.toOriginal(4, 4)).isEqualTo(new CodePointRange(4, 4));
  }

  @Test
  void hostileTextComesToAnEnd() {
    String stacked = "a" + "\u0301\u0323".repeat(5_000);
    String dotted = "a.".repeat(5_000);
    String references = "&".repeat(10_000);
    Assertions.assertTimeout(
        Duration.ofMinutes(1),
        () -> {
          NORMALIZER.normalize(stacked);
          NORMALIZER.normalize(dotted);
          NORMALIZER.normalize(references);
        });
  }
}
