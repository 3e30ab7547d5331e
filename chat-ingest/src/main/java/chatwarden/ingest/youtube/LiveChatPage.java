package chatwarden.ingest.youtube;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * What a video's page says about how to poll its chat.
 *
 * @param apiKey the key of YouTube's own page; empty when the page has none
 * @param context what every poll repeats of the page
 * @param clientVersion the version of the page
 * @param visitorId who YouTube takes the reader for; empty when it does not say
 * @param continuation what to ask first
 * @param allChat whether that leads to every message, not only those that YouTube ranks high
 * @param replay whether the stream is over and this is its archive
 */
record LiveChatPage(
    Optional<String> apiKey,
    JsonNode context,
    String clientVersion,
    Optional<String> visitorId,
    String continuation,
    boolean allChat,
    boolean replay) {}
