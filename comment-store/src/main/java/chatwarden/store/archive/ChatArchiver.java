package chatwarden.store.archive;

import static chatwarden.store.archive.ArchiveRecord.text;
import static chatwarden.store.archive.ArchiveRecord.word;

import chatwarden.store.redis.ChatKeys;
import chatwarden.store.redis.RedisFaults;
import chatwarden.store.redis.StoredTime;
import chatwarden.type.v1.ChatState;
import com.google.protobuf.Timestamp;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes one chat to an archive, as it was when its meta was read. Comments come as the scan finds
 * them; events and the audit log come last, so that a comment that was removed meanwhile has no
 * event, and a decision that a comment has is in the log.
 */
final class ChatArchiver {

  /** How often the audit log may grow while the comments are read that it names. */
  private static final int MOST_ROUNDS = 1_000;

  private final ChatKeys keys;
  private final ValueReader reader;
  private final ArchiveWriter archive;
  private boolean included = true;
  private ChatCut cut = ChatCut.of(Map.of(), "0-0");

  ChatArchiver(ChatKeys keys, ValueReader reader, ArchiveWriter archive) {
    this.keys = keys;
    this.reader = reader;
    this.archive = archive;
  }

  /** Returns that of a chat in no index: one that has just begun, or marks of one that is gone. */
  static ChatArchiver ofUnknown(ChatKeys keys, ValueReader reader, ArchiveWriter archive) {
    ChatArchiver archiver = new ChatArchiver(keys, reader, archive);
    archiver.included = RedisFaults.await(reader.read(List.of(keys.meta()))).isEmpty();
    return archiver;
  }

  /** Returns whether the archive has the chat; one that began later is left out. */
  boolean isIncluded() {
    return included;
  }

  /**
   * Reads the facts of the chat, with the session that reads it, at one stroke; then the index by
   * recording, which names all comments of the cut.
   */
  void begin() throws IOException {
    readHead();
    for (ValueReader.Found found : RedisFaults.await(reader.read(List.of(keys.byRecording())))) {
      reader.write(found, archive::write);
    }
  }

  private void readHead() throws IOException {
    String session = "";
    while (true) {
      String lastDecision = reader.last(keys.audit());
      List<String> head = new ArrayList<>(List.of(keys.meta(), keys.settings(), keys.bans()));
      if (!session.isEmpty()) {
        head.add(keys.session(session));
      }
      List<ValueReader.Found> found = RedisFaults.await(reader.read(head));
      cut = ChatCut.of(fields(found, keys.meta()), lastDecision);
      if (cut.session().equals(session)) {
        for (ValueReader.Found value : found) {
          reader.write(value, archive::write);
        }
        writeIndexes(found, session);
        return;
      }
      session = cut.session();
    }
  }

  private void writeIndexes(List<ValueReader.Found> head, String session) throws IOException {
    Map<String, byte[]> meta = fields(head, keys.meta());
    if (meta.isEmpty()) {
      return;
    }
    archive.count("chats", 1);
    Optional<String> started = reader.score(ChatKeys.CHATS, keys.chat());
    if (started.isPresent()) {
      archive.write(ArchiveRecord.member(ChatKeys.CHATS, keys.chat(), started.get()));
    }
    if (!session.isEmpty()) {
      writeSession(fields(head, keys.session(session)));
    }
  }

  private static Map<String, byte[]> fields(List<ValueReader.Found> found, String key) {
    return found.stream()
        .map(ValueReader.Found::record)
        .filter(record -> record.key().equals(key))
        .findFirst()
        .map(ArchiveRecord::fields)
        .orElse(Map.of());
  }

  /** Writes a session to the indexes of sessions. */
  private void writeSession(Map<String, byte[]> session) throws IOException {
    Timestamp created = StoredTime.read(word(session, "createTime"));
    if (created == null) {
      return;
    }
    String score = Long.toString(StoredTime.micros(created));
    String id = word(session, "id");
    archive.write(ArchiveRecord.member(ChatKeys.SESSIONS, id, score));
    if (isLive(session)) {
      archive.write(ArchiveRecord.member(ChatKeys.LIVE_SESSIONS, id, score));
    }
    archive.count("sessions", 1);
  }

  private static boolean isLive(Map<String, byte[]> session) {
    return word(session, "state").equals(ChatState.LIVE.name());
  }

  /** Writes a value that is not a comment, unless it is written elsewhere. */
  void write(StoredKey key) throws IOException {
    switch (key.role()) {
      case META, HEAD, DERIVED, RECORDING, EVENTS, AUDIT, PASSING, COMMENT -> {}
      case SESSION -> {
        for (ValueReader.Found found : read(key)) {
          Map<String, byte[]> session = found.record().fields();
          // One that began after the cut is none of the chat's yet.
          if (!word(session, "id").equals(cut.session()) && !isLive(session)) {
            reader.write(found, archive::write);
            writeSession(session);
          }
        }
      }
      case SKETCH -> {
        for (ValueReader.Found found : read(key)) {
          reader.write(found, archive::write);
          archive.write(ArchiveRecord.member(keys.sketchedHours(), key.rest(), key.rest()));
        }
      }
      case OTHER -> {
        for (ValueReader.Found found : read(key)) {
          reader.write(found, archive::write);
        }
      }
    }
  }

  private List<ValueReader.Found> read(StoredKey key) {
    return RedisFaults.await(reader.read(List.of(key.key())));
  }

  void writeComments(List<ValueReader.Found> comments) throws IOException {
    archive.count("comments", write(comments));
  }

  private long write(List<ValueReader.Found> comments) throws IOException {
    long written = 0;
    for (ValueReader.Found comment : comments) {
      ArchiveRecord now = comment.record();
      Optional<Map<String, byte[]>> then = cut.apply(now.fields());
      if (then.isPresent()) {
        archive.write(ArchiveRecord.hash(now.key(), now.expireMillis(), then.get()));
        written += then.get().containsKey("text") ? 1 : 0;
      }
    }
    return written;
  }

  /** Writes the events and the audit log, and once more what people changed meanwhile. */
  void finish() throws IOException {
    if (!included) {
      return;
    }
    if (!cut.lastEvent().isEmpty()) {
      reader.stream(
          keys.events(),
          cut.lastEvent(),
          page -> {
            archive.write(page);
            archive.count("events", entries(page).size());
          });
    }
    String last = "0-0";
    for (int round = 0; round < MOST_ROUNDS; round++) {
      Set<String> changed = new LinkedHashSet<>();
      String through =
          reader.streamAfter(keys.audit(), last, "+", page -> writeAudit(page, changed));
      if (through.equals(last)) {
        break;
      }
      last = through;
      if (!changed.isEmpty()) {
        write(RedisFaults.await(reader.read(List.copyOf(changed))));
      }
    }
    reader.position(keys.audit(), archive::write);
  }

  /** Writes entries of the audit log, and adds the keys that those after the cut changed. */
  private void writeAudit(ArchiveRecord page, Set<String> changed) throws IOException {
    archive.write(page);
    archive.count("audit entries", entries(page).size());
    for (StreamEntry entry : entries(page)) {
      if (isAfter(entry.id(), cut.lastDecision())) {
        String comment = word(entry.fields(), "comment");
        changed.add(comment.isEmpty() ? keys.settings() : keys.comment(comment));
      }
    }
  }

  /** Whether an id of a stream is greater than another. */
  private static boolean isAfter(String id, String other) {
    long millis = Long.parseLong(id.substring(0, id.indexOf('-')));
    long others = Long.parseLong(other.substring(0, other.indexOf('-')));
    return millis != others ? millis > others : ChatCut.sequence(id) > ChatCut.sequence(other);
  }

  /** An entry of a stream, read back from a record. */
  private record StreamEntry(String id, Map<String, byte[]> fields) {}

  private static List<StreamEntry> entries(ArchiveRecord page) {
    List<StreamEntry> entries = new ArrayList<>();
    int at = 0;
    while (at < page.items().size()) {
      String id = text(page.items().get(at));
      int words = Integer.parseInt(text(page.items().get(at + 1)));
      List<byte[]> items = page.items().subList(at + 2, at + 2 + words);
      ArchiveRecord fields = new ArchiveRecord(page.key(), ValueType.HASH, false, 0, items);
      entries.add(new StreamEntry(id, fields.fields()));
      at += 2 + words;
    }
    return entries;
  }
}
