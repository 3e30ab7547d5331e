package chatwarden.domain.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.runtime.error.InvalidInputException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ChatScopeTest {

  @Test
  void aLimitedScopeCoversItsChatsAndNoOther() {
    ChatScope two = ChatScope.of(List.of("b", "a", "b"));

    assertThat(two.chats()).containsExactly("a", "b");
    assertThat(two.covers("a")).isTrue();
    assertThat(two.covers("A")).isFalse();
    assertThat(two.covers("")).isFalse();
    assertThat(ChatScope.of(List.of()).covers("a")).isFalse();
    assertThat(ChatScope.ALL.covers("not even an id")).isTrue();
  }

  @Test
  void idsThatNoChatCanHaveAreRefused() {
    assertThatThrownBy(() -> ChatScope.of(List.of("a b")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("not a chat id");
    List<String> many =
        IntStream.rangeClosed(0, ChatScope.MAX_CHATS).mapToObj(i -> "c" + i).toList();
    assertThatThrownBy(() -> ChatScope.of(many))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("101 chats");
  }
}
