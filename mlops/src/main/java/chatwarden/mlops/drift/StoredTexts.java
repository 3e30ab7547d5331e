package chatwarden.mlops.drift;

import chatwarden.comment.v1.CommentFilter;
import chatwarden.domain.drift.TimeWindow;
import chatwarden.livechat.v1.Chat;
import chatwarden.mlops.textshift.AuthoredText;
import chatwarden.store.comment.ChatPage;
import chatwarden.store.comment.CommentPage;
import chatwarden.store.comment.CommentQuery;
import chatwarden.store.comment.CommentStore;
import chatwarden.type.v1.Comment;
import chatwarden.type.v1.ModeratedComment;
import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A sample of the texts that a platform holds of a window, by the time of their publication. What
 * its retention removed is not among them. At most {@value #MAX_TEXTS} of a window, as many of each
 * of its {@value #SLOTS} parts, read from a random time of the part on, so that a long window costs
 * no more than a short one.
 */
final class StoredTexts {
  static final int MAX_TEXTS = 21_000;
  private static final int SLOTS = 42;
  private static final int PER_SLOT = MAX_TEXTS / SLOTS;
  private static final int CHAT_PAGE = 1_000;

  private final CommentStore comments;
  private final Random random = new Random(20_260_101);

  StoredTexts(CommentStore comments) {
    this.comments = comments;
  }

  List<AuthoredText> read(TimeWindow window) {
    List<String> chats = chats(window);
    Duration slot = Duration.between(window.start(), window.end()).dividedBy(SLOTS);
    List<AuthoredText> sample = new ArrayList<>();
    for (int i = 0; i < SLOTS; i++) {
      Instant start = window.start().plus(slot.multipliedBy(i));
      Instant end = i + 1 == SLOTS ? window.end() : start.plus(slot);
      Instant from = start.plusMillis((long) (random.nextDouble() * slot.toMillis()));
      List<AuthoredText> found = new ArrayList<>();
      for (String chat : chats) {
        List<AuthoredText> texts = texts(chat, from, end, PER_SLOT);
        if (texts.size() < PER_SLOT && from.isAfter(start)) {
          texts.addAll(texts(chat, start, from, PER_SLOT - texts.size()));
        }
        found.addAll(texts);
      }
      Collections.shuffle(found, random);
      sample.addAll(found.subList(0, Math.min(PER_SLOT, found.size())));
    }
    return sample;
  }

  private List<String> chats(TimeWindow window) {
    List<String> chats = new ArrayList<>();
    String token = "";
    do {
      ChatPage page = comments.chats(CHAT_PAGE, token);
      page.chats().stream()
          .map(Chat::getId)
          .filter(chat -> !texts(chat, window.start(), window.end(), 1).isEmpty())
          .forEach(chats::add);
      token = page.nextPageToken();
    } while (!token.isEmpty());
    return chats;
  }

  private List<AuthoredText> texts(String chat, Instant from, Instant to, int most) {
    CommentFilter filter =
        CommentFilter.newBuilder().setStartTime(timestamp(from)).setEndTime(timestamp(to)).build();
    List<AuthoredText> texts = new ArrayList<>();
    String token = "";
    do {
      CommentPage page =
          comments.list(new CommentQuery(chat, most - texts.size(), token, filter, true));
      page.comments().forEach(comment -> texts.add(text(comment)));
      token = page.nextPageToken();
    } while (!token.isEmpty() && texts.size() < most);
    return texts;
  }

  private static Timestamp timestamp(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }

  private static AuthoredText text(ModeratedComment moderated) {
    Comment comment = moderated.getComment();
    return new AuthoredText(
        comment.getText(),
        comment.getAuthor().getId(),
        moderated.getClassification().getLanguage(),
        Instant.ofEpochSecond(
            comment.getPublishTime().getSeconds(), comment.getPublishTime().getNanos()));
  }
}
