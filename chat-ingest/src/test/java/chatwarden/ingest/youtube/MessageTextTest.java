package chatwarden.ingest.youtube;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class MessageTextTest {

  private static final String LINK =
      "{'text':'%s','navigationEndpoint':{'urlEndpoint':{'url':'%s','nofollow':true}}}";

  private static String read(String json) throws JsonProcessingException {
    return MessageText.of(new ObjectMapper().readTree(json.replace('\'', '"')));
  }

  private static String runs(String... runs) throws JsonProcessingException {
    return read("{'runs':[" + String.join(",", runs) + "]}");
  }

  @Test
  void shortenedLinkIsReadWhole() throws Exception {
    String link =
        LINK.formatted(
            "https://example.org/a-lon...",
            "https://www.youtube.com/redirect?event=live_chat&redir_token=QUFF"
                + "&q=https%3A%2F%2Fexample.org%2Fa-long-way%3Fp%3D1%26name%3Dch%C3%A0o");

    assertEquals(
        "see https://example.org/a-long-way?p=1&name=chào now",
        runs("{'text':'see '}", link, "{'text':' now'}"));
  }

  @Test
  void linkWithinYouTubeKeepsItsAddress() throws Exception {
    String watch = "https://www.youtube.com/watch?v=abc&q=no";

    assertEquals(watch, runs(LINK.formatted("https://www.youtube.com/wa...", watch)));
  }

  @Test
  void redirectWithoutTargetKeepsItsAddress() throws Exception {
    for (String query : new String[] {"", "?event=live_chat", "?q=", "?q=%zz"}) {
      String address = "https://www.youtube.com/redirect" + query;

      assertEquals(address, runs(LINK.formatted("link", address)));
    }
  }

  @Test
  void wordsThatLeadNowhereAreKept() throws Exception {
    assertEquals("@an hi", runs("{'text':'@an','navigationEndpoint':{}}", "{'text':' hi'}"));
    assertEquals("Chat ended", read("{'simpleText':'Chat ended'}"));
  }

  @Test
  void emojiIsItsCharacter() throws Exception {
    assertEquals("😂", runs("{'emoji':{'emojiId':'😂','shortcuts':[':joy:']}}"));
  }

  @Test
  void channelsOwnEmojiIsItsShortcutOrItsLabel() throws Exception {
    String image = "'image':{'accessibility':{'accessibilityData':{'label':'wave'}}}";
    String own = "'emojiId':'UC1/abc','isCustomEmoji':true";

    assertEquals(":_wave:", runs("{'emoji':{" + own + ",'shortcuts':[':_wave:'], " + image + "}}"));
    assertEquals("wave", runs("{'emoji':{" + own + "," + image + "}}"));
    assertEquals("wave", runs("{'emoji':{" + own + ",'shortcuts':[]," + image + "}}"));
  }

  @Test
  void emojiWithoutAnyNameIsNothing() throws Exception {
    assertEquals("", runs("{'emoji':{'emojiId':'UC1/abc','isCustomEmoji':true}}"));
  }
}
