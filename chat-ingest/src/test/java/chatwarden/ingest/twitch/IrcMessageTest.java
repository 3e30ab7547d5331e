package chatwarden.ingest.twitch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IrcMessageTest {
  @Test
  void aMessageHasTagsSourceCommandAndParameters() {
    assertThat(
            IrcMessage.parse(
                "@id=1;flags;display-name=A\\sB\\:\\\\C\\q;=x :an!an@an.tmi PRIVMSG #ch : xin :)"))
        .contains(
            new IrcMessage(
                Map.of("id", "1", "flags", "", "display-name", "A B;\\Cq"),
                "an",
                "PRIVMSG",
                List.of("#ch", " xin :)")));
  }

  @Test
  void everyPartButTheCommandMayBeMissing() {
    assertThat(IrcMessage.parse("PING")).contains(new IrcMessage(Map.of(), "", "PING", List.of()));
    assertThat(IrcMessage.parse(":tmi.twitch.tv  001  guest :")).isPresent();
    assertThat(IrcMessage.parse(":tmi.twitch.tv 001 guest :").orElseThrow().parameters())
        .containsExactly("guest", "");
  }

  @Test
  void anEscapeWithoutALetterIsLeftOut() {
    assertThat(IrcMessage.parse("@a=b\\ X").orElseThrow().tag("a")).isEqualTo("b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "@a=b", "@", ":source", "@a=b :source", "@a=b :source "})
  void aLineWithoutACommandIsNone(String line) {
    assertThat(IrcMessage.parse(line)).isEmpty();
  }

  @Property
  void whateverSomebodyWritesArrives(@ForAll String text) {
    assertThat(IrcMessage.parse(":an!an@an PRIVMSG #ch :" + text).orElseThrow().parameter(1))
        .isEqualTo(text);
  }

  @Property
  void noLineIsTooOdd(@ForAll String line) {
    IrcMessage.parse(line)
        .ifPresent(message -> assertThat(message.command()).isNotEmpty().doesNotContain(" "));
  }
}
