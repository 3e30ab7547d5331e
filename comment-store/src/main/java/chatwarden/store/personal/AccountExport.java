package chatwarden.store.personal;

import chatwarden.account.v1.AccountBans;
import chatwarden.account.v1.AccountRecord;
import chatwarden.author.v1.AuthorNotes;
import chatwarden.review.v1.AuditEntry;
import chatwarden.review.v1.Review;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.comment.CommentQuery;
import chatwarden.store.comment.IndexScan;
import chatwarden.store.note.StoredNotes;
import chatwarden.store.personal.ExportPlace.Part;
import chatwarden.store.redis.ChatKeys;
import chatwarden.store.redis.IndexPlace;
import chatwarden.store.redis.PageToken;
import chatwarden.store.redis.SharedConnection;
import chatwarden.store.redis.StoredTime;
import chatwarden.store.review.ReviewStore;
import io.lettuce.core.Range;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the data of an account, a page at a time. Safe for use by many threads. */
final class AccountExport {

  /** So many slices of chats and logs are looked at for a page. */
  private static final int MAX_SLICES = 200;

  private static final Pattern ENTRY = Pattern.compile("\\d{1,18}-\\d{1,18}");
  private static final Pattern BLANKS = Pattern.compile(" ");

  private final SharedConnection redis;
  private final ReviewStore reviews;

  AccountExport(SharedConnection redis, ReviewStore reviews) {
    this.redis = redis;
    this.reviews = reviews;
  }

  /** Some records, and where the next ones are. */
  private record Found(List<AccountRecord> records, Optional<ExportPlace> next) {}

  AccountPage page(AccountScope scope, List<String> chats, int pageSize, String pageToken) {
    int size = CommentQuery.checkPageSize(pageSize);
    Optional<ExportPlace> place =
        pageToken.isEmpty()
            ? chats.stream().findFirst().map(chat -> new ExportPlace(chat, Part.COMMENTS, ""))
            : Optional.of(ExportPlace.read(pageToken, scope));
    List<AccountRecord> records = new ArrayList<>();
    // A chat without anything of the account takes no page of its own.
    for (int i = 0; i < MAX_SLICES && place.isPresent() && records.isEmpty(); i++) {
      Found found = read(scope.authorId(), place.get(), size);
      records.addAll(found.records());
      String chat = place.get().chat();
      place =
          found.next().isPresent()
              ? found.next()
              : chats.stream()
                  .filter(other -> other.compareTo(chat) > 0)
                  .findFirst()
                  .map(other -> new ExportPlace(other, Part.COMMENTS, ""));
    }
    return new AccountPage(records, place.map(next -> next.token(scope)).orElse(""));
  }

  private Found read(String authorId, ExportPlace place, int size) {
    return switch (place.part()) {
      case COMMENTS -> comments(authorId, place, size);
      case BANS ->
          new Found(
              Stream.concat(
                      bans(place.chat(), authorId).stream(), notes(place.chat(), authorId).stream())
                  .toList(),
              Optional.of(new ExportPlace(place.chat(), Part.AUDIT, "")));
      case AUDIT -> audit(authorId, place, size);
    };
  }

  private Found comments(String authorId, ExportPlace place, int size) {
    byte[] query = authorId.getBytes(StandardCharsets.UTF_8);
    Optional<IndexPlace> after = PageToken.read(place.after(), query);
    String index = new ChatKeys(place.chat()).byAuthor(authorId);
    List<IndexPlace> places = new IndexScan(redis, index, Range.unbounded(), after).next(size);
    List<AccountRecord> records = new ArrayList<>();
    places.forEach(
        each ->
            review(place.chat(), each.member())
                .ifPresent(review -> records.add(in(place.chat()).setReview(review).build())));
    ExportPlace next =
        places.size() < size
            ? new ExportPlace(place.chat(), Part.BANS, "")
            : new ExportPlace(
                place.chat(), Part.COMMENTS, new PageToken(places.getLast()).write(query));
    return new Found(records, Optional.of(next));
  }

  private Optional<Review> review(String chat, String comment) {
    try {
      return Optional.of(reviews.get(chat, comment));
    } catch (ChatwardenException e) {
      FaultCode.NOT_FOUND.orThrow(e);
      return Optional.empty(); // The sweep has just removed it.
    }
  }

  private List<AccountRecord> bans(String chat, String authorId) {
    String key = new ChatKeys(chat).bans();
    byte[] times = redis.ask(commands -> commands.hget(key, "by:" + authorId));
    if (times == null) {
      return List.of();
    }
    AccountBans.Builder bans = AccountBans.newBuilder();
    BLANKS
        .splitAsStream(new String(times, StandardCharsets.UTF_8))
        .map(StoredTime::read)
        .forEach(
            time -> {
              if (time != null) {
                bans.addBanTimes(time);
              }
            });
    return List.of(in(chat).setBans(bans).build());
  }

  private List<AccountRecord> notes(String chat, String authorId) {
    AuthorNotes notes = new StoredNotes(redis, chat).of(authorId);
    return notes.getNotesCount() == 0 ? List.of() : List.of(in(chat).setNotes(notes).build());
  }

  private Found audit(String authorId, ExportPlace place, int size) {
    if (!place.after().isEmpty() && !ENTRY.matcher(place.after()).matches()) {
      throw PageToken.refusal();
    }
    List<AuditEntry> entries = entries(place, size);
    List<AccountRecord> records =
        entries.stream()
            .filter(entry -> entry.getAuthorId().equals(authorId) || names(entry, authorId))
            .map(entry -> in(place.chat()).setAuditEntry(entry).build())
            .toList();
    return new Found(
        records,
        entries.size() < size
            ? Optional.empty()
            : Optional.of(new ExportPlace(place.chat(), Part.AUDIT, entries.getLast().getId())));
  }

  private List<AuditEntry> entries(ExportPlace place, int size) {
    try {
      return reviews.auditAfter(place.chat(), place.after(), size);
    } catch (ChatwardenException e) {
      FaultCode.NOT_FOUND.orThrow(e);
      return List.of(); // The chat has just gone, or is not known.
    }
  }

  private static boolean names(AuditEntry entry, String authorId) {
    return entry.getNote().contains(authorId);
  }

  private static AccountRecord.Builder in(String chat) {
    return AccountRecord.newBuilder().setChat(chat);
  }
}
