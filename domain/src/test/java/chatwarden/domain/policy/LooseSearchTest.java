package chatwarden.domain.policy;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.text.CodePointRange;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LooseSearchTest {

  private static boolean finds(String phrase, String text) {
    PhraseTree phrases = new PhraseTree();
    phrases.add(phrase, PhraseWords.loose(phrase));
    return new LooseSearch(new LooseText(text), phrases).find().isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "get free coins now|free coins",
        "get FREE-coins!|FREE-coins",
        "f r e e  c o i n s now|f r e e  c o i n s",
        "😀 ⓕⓡⓔⓔ ⓒⓞⓘⓝⓢ 😀|ⓕⓡⓔⓔ ⓒⓞⓘⓝⓢ",
        "fr33 co1nsss ok|fr33 co1nsss",
      })
  void aMatchIsThePartOfTheTextAsItIsWritten(String text, String part) {
    PhraseTree phrases = new PhraseTree();
    phrases.add("free coins", PhraseWords.loose("free coins"));
    CodePointRange range =
        new LooseSearch(new LooseText(text), phrases).find().orElseThrow().range();
    int from = text.offsetByCodePoints(0, range.start());

    assertThat(text.substring(from, text.offsetByCodePoints(from, range.length()))).isEqualTo(part);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "free coins",
        "FREE   coins!",
        "get freecoins",
        "free-coins",
        "free_coins",
        "f r e e c o i n s",
        "f r e e  c o i n s",
        "f.r.e.e c.o.i.n.s",
        "f-r-e-e-c-o-i-n-s",
        "fr33 co1ns",
        "fr33co1ns",
        "fr-ee co-ins",
        "f\u0336r\u0336e\u0336e\u0336 c\u0336o\u0336i\u0336n\u0336s\u0336",
        "🅵🅡🅴🅴 🅲🅾🅸🅽🆂",
        "🅵\ufe0f🅡\ufe0f🅴🅴 🅲🅾🅸🅽🆂",
        "ⓕⓡⓔⓔ ⓒⓞⓘⓝⓢ",
        "🄵🅁🄴🄴🄲🄾🄸🄽🅂",
        "ｆｒｅｅ ｃｏｉｎｓ",
        "𝐟𝐫𝐞𝐞 𝐜𝐨𝐢𝐧𝐬",
        "frее cоins",
        "fr\u200bee coins",
        "fr€€ coin$",
        "f̈r̈ëë c̈öïn̈s̈",
        "freeeee coinssss",
        "x, free. coins?",
        "f r e e c o i n s now",
        "buy f-r-e-e-c-o-i-n-s",
        "f🔥r🔥e🔥e coins",
        "freecoins.com"
      })
  void phraseIsFoundThroughEvasions(String text) {
    assertThat(finds("free coins", text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "freed coins",
        "free coinsx",
        "carefree coins",
        "free the coins",
        "fre coins",
        "coins free",
        "free of coins"
      })
  void otherWordsAreNotThePhrase(String text) {
    assertThat(finds("free coins", text)).isFalse();
  }

  static List<Arguments> found() {
    return List.of(
        Arguments.of("penis", "pen-is"),
        Arguments.of("spam", "s p a m"),
        Arguments.of("đồ gà", "ĐỒ GÀ quá"),
        Arguments.of("đồ gà", "do ga qua"),
        Arguments.of("đồ gà", "đồ ga quá"),
        Arguments.of("do ga", "do ga qua"),
        Arguments.of("đĩ", "di"),
        Arguments.of("đĩ", "đ.ĩ"),
        Arguments.of("hòa", "hoà"),
        Arguments.of("hoà", "hòa"),
        Arguments.of("hoà bình", "hòabình"),
        Arguments.of("thuý", "THÚY"),
        Arguments.of("khoẻ", "khỏe"),
        Arguments.of("dm", "d.m"),
        Arguments.of("dm", "d m"),
        Arguments.of("ko", "k0"),
        Arguments.of("kill", "ki11"),
        Arguments.of("class", "cla55"),
        Arguments.of("covid19", "covid19"),
        Arguments.of("p0rn", "porn"),
        Arguments.of("p0rn", "p0rn"),
        Arguments.of("18+", "18+ only"),
        Arguments.of("🖕", "abc🖕"),
        Arguments.of("🖕", "🖕🖕🖕"),
        Arguments.of("🖕", "🖕🏻"),
        Arguments.of(":D", "haha :D"),
        Arguments.of("?", "?"),
        Arguments.of("88", "88"),
        Arguments.of("youtube.com", "youtube.com"),
        Arguments.of("$$$", "$$$ now"),
        Arguments.of("spam", "spaaaaam"),
        Arguments.of("spam", "ѕраm"),
        Arguments.of("địt mẹ", "đ1t mẹ"),
        Arguments.of("địt mẹ", "d i t m e"),
        Arguments.of("địt mẹ", "địtmẹ"),
        Arguments.of("địt mẹ", "đị\u0336t\u0336 mẹ"),
        Arguments.of("địt mẹ", "d\u0336i\u0336t\u0336 me"),
        Arguments.of("ngu", "n🅶u"),
        Arguments.of("ngu", "nguuuuu"),
        Arguments.of("cặc", "c​ặ​c"),
        Arguments.of("cặc", "ca\u0306\u0323c"),
        Arguments.of("cặc", "c*ặ*c"),
        Arguments.of("nguyễn", "nguyễn"));
  }

  @ParameterizedTest
  @MethodSource("found")
  void phraseIsFound(String phrase, String text) {
    assertThat(finds(phrase, text)).isTrue();
  }

  static List<Arguments> notFound() {
    return List.of(
        Arguments.of("penis", "the pen is mine"),
        Arguments.of("as shit", "was hit"),
        Arguments.of("spam", "spammer"),
        Arguments.of("đồ gà", "đồ gá quá"),
        Arguments.of("do ga", "đồ gà quá"),
        Arguments.of("đĩ", "đi"),
        Arguments.of("đĩ", "đ1"),
        Arguments.of("hoà", "hoá"),
        Arguments.of("dm", "địt mẹ mày"),
        Arguments.of("địt mẹ", "dm"),
        Arguments.of("không", "ko"),
        Arguments.of("sos", "505"),
        Arguments.of("ass", "galaxy a55"),
        Arguments.of("ti", "T1"),
        Arguments.of("class", "c1a55"),
        Arguments.of("18+", "18"),
        Arguments.of("c++", "c"),
        Arguments.of("?", "what?"),
        Arguments.of("88", "8.8 điểm"),
        Arguments.of("youtube.com", "see twitch.tv"));
  }

  @ParameterizedTest
  @MethodSource("notFound")
  void phraseIsNotFound(String phrase, String text) {
    assertThat(finds(phrase, text)).isFalse();
  }
}
