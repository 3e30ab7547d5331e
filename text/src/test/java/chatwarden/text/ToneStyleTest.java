package chatwarden.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToneStyleTest {

  @ParameterizedTest
  @CsvSource({"hòa,hoà", "khỏe,khoẻ", "thúy,thuý", "lõa,loã", "tọa,toạ", "hủy,huỷ"})
  void toneMovesToTheOtherVowel(String old, String recent) {
    assertThat(ToneStyle.other(old)).isEqualTo(recent);
    assertThat(ToneStyle.other(recent)).isEqualTo(old);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hoàn", "mua", "quá", "đồ", "a", "", "hoa", "mía"})
  void otherWordsStay(String word) {
    assertThat(ToneStyle.other(word)).isEqualTo(word);
  }
}
