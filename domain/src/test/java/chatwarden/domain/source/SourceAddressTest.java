package chatwarden.domain.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.domain.chat.ChatIds;
import chatwarden.runtime.error.InvalidInputException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceAddressTest {

  @ParameterizedTest
  @CsvSource({
    "youtube:abcDEF-_123, youtube, abcDEF-_123, abcDEF-_123",
    "youtube:https://www.youtube.com/watch?v=abcDEF-_123&t=3, youtube, abcDEF-_123, abcDEF-_123",
    "youtube:youtu.be/abcDEF-_123, youtube, abcDEF-_123, abcDEF-_123",
    "youtube:https://m.youtube.com/live/abcDEF-_123?x=1, youtube, abcDEF-_123, abcDEF-_123",
    "twitch:Some_Channel, twitch, some_channel, some_channel",
    "twitch:#some_channel, twitch, some_channel, some_channel",
    "twitch:https://www.twitch.tv/Some_Channel, twitch, some_channel, some_channel",
    "twitch:twitch.tv/some_channel/about?x=1, twitch, some_channel, some_channel",
    "twitch:https://m.twitch.tv/some_channel, twitch, some_channel, some_channel",
    "twitch:https://www.twitch.tv/popout/some_channel/chat, twitch, some_channel, some_channel",
    "twitch:https://dashboard.twitch.tv/u/some_channel/home, twitch, some_channel, some_channel",
    "file:/data/my chat.jsonl, file, /data/my chat.jsonl, my_chat",
    "file:sample-chat.jsonl, file, sample-chat.jsonl, sample-chat",
    "file:dir/.jsonl, file, dir/.jsonl, file",
    "push:my.chat_1, push, my.chat_1, my.chat_1",
  })
  void anAddressStatesItsPlatformItsValueAndItsChat(
      String source, String scheme, String value, String chat) {
    assertThat(SourceAddress.parse(source)).isEqualTo(new SourceAddress(scheme, value, chat));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "youtube",
        "youtube:",
        "youtube:short",
        "youtube:https://example.org/abcDEF-_123",
        "youtube:https://www.youtube.com/@channel",
        "youtube:https://notyoutube.com/watch?v=abcDEF-_123",
        "youtube:https://www.youtube.com/",
        "youtube:http://[",
        "file:",
        "file:/",
        "file:a/..",
        "push:",
        "push:a b",
        "push:a/b",
        "twitch:",
        "twitch:tên",
        "twitch:twenty_six_letters_are_too_",
        "twitch:https://example.org/some_channel",
        "twitch:https://nottwitch.tv/some_channel",
        "twitch:https://www.twitch.tv/",
        "twitch:https://www.twitch.tv/videos/123456",
        "twitch:https://www.twitch.tv/directory/all",
        "twitch:https://clips.twitch.tv/SomeClip",
        "twitch:ftp://twitch.tv/some_channel",
        "Youtube:abcDEF-_123",
        "file:a\u0000b",
        "http://x"
      })
  void anythingElseIsRefusedNamingTheField(String source) {
    assertThatThrownBy(() -> SourceAddress.parse(source))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("session.source: ");
  }

  @Property
  void everyFileThatIsTakenMeansAChatSafeInAPath(@ForAll String name) {
    SourceAddress address;
    try {
      address = SourceAddress.parse("file:" + name);
    } catch (InvalidInputException refused) {
      return;
    }
    assertThat(ChatIds.isValid(address.defaultChat())).isTrue();
    assertThat(SourceAddress.parse(address.toString())).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(ints = {2_049, 100_000})
  void longAddressIsRefused(int length) {
    assertThatThrownBy(() -> SourceAddress.parse("file:" + "a".repeat(length - 5)))
        .hasMessageContaining("expected: <= 2048");
  }
}
