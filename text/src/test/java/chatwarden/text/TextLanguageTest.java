package chatwarden.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TextLanguageTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Доброе утро всем",
        "おはようございます",
        "สวัสดีตอนเช้า",
        "buenos días a todos los amigos",
        "bonjour tout le monde, ça va",
        "selamat pagi teman teman semua",
        "guten Morgen meine lieben Freunde",
      })
  void textsInOtherLanguagesAreUnknown(String text) {
    assertThat(TextLanguage.of(text)).isEqualTo(TextLanguage.UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "good morning everyone",
        "g o o d m o r n i n g",
        "𝗴𝗼𝗼𝗱 𝗺𝗼𝗿𝗻𝗶𝗻𝗴",
        "gооd mоrning", // Cyrillic о
        "ɢᴏᴏᴅ ᴍᴏʀɴɪɴɢ",
        "welcome back my friend 今日",
        "señor",
      })
  void englishIsKnownHoweverItIsWritten(String text) {
    assertThat(TextLanguage.of(text)).isEqualTo(LanguageDetector.ENGLISH);
  }

  @ParameterizedTest
  @ValueSource(strings = {"chào buổi sáng cả nhà", "chao buoi sang ca nha", "ｃｈàｏ", "😂😂", "123"})
  void vietnameseIsKnownHoweverItIsWritten(String text) {
    assertThat(TextLanguage.of(text)).isEqualTo(LanguageDetector.VIETNAMESE);
  }
}
