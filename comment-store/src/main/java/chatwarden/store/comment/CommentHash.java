package chatwarden.store.comment;

import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.pipeline.v1.TaggedComment;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.redis.FieldList;
import chatwarden.store.redis.StoredTime;
import chatwarden.type.v1.Author;
import chatwarden.type.v1.Badge;
import chatwarden.type.v1.Comment;
import chatwarden.type.v1.ModeratedComment;
import chatwarden.type.v1.Rewriting;
import chatwarden.type.v1.Tagging;
import chatwarden.type.v1.TaggingState;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A comment as the fields of its hash. */
public final class CommentHash {

  /** The fields that stage 2 adds. */
  public static final List<String> TAGGED_FIELDS = List.of("spans", "coverage", "taggingModel");

  private CommentHash() {}

  /** What stage 1 knows; the text comes first, since the script looks for it there. */
  static FieldList classified(ClassifiedComment classified) {
    Comment comment = classified.getComment();
    Author author = comment.getAuthor();
    FieldList fields =
        new FieldList()
            .add("text", comment.getText())
            .add("id", comment.getId())
            .add("authorId", author.getId())
            .add("authorName", author.getName())
            .add("badges", badges(author))
            .add("publishTime", StoredTime.exact(comment.getPublishTime()));
    ClassificationFields.write(classified.getClassification(), fields);
    FlagFields.write(classified, fields);
    return fields.add("allowed", AllowedJson.write(classified.getAllowedList()));
  }

  /** What stage 2 adds. */
  static FieldList tagged(TaggedComment tagged) {
    return new FieldList()
        .add("spans", SpanJson.write(tagged.getTagging().getSpansList()))
        .add("coverage", Float.toString(tagged.getTagging().getCoverage()))
        .add("taggingModel", tagged.getTagging().getModel());
  }

  /** The comment, unless these are only the marks of one that is not there. */
  public static Optional<ModeratedComment> read(String chat, Map<String, byte[]> hash) {
    if (!hash.containsKey("text")) {
      return Optional.empty();
    }
    String text = word(hash, "text");
    ModeratedComment.Builder comment =
        ModeratedComment.newBuilder()
            .setComment(comment(chat, text, hash))
            .setClassification(ClassificationFields.read(hash))
            .setTaggingState(state(word(hash, "tagging")));
    FlagFields.read(hash, comment);
    if (hash.containsKey("allowed")) {
      comment.addAllAllowed(AllowedJson.read(word(hash, "allowed")));
    }
    if (hash.containsKey("spans")) {
      comment.setTagging(tagging(hash, text));
    }
    byte[] rewriting = hash.get("rewriting");
    if (rewriting != null) {
      comment.setRewriting(rewriting(rewriting));
    }
    applyMarks(comment, word(hash, "deleteTime"), word(hash, "banTime"));
    return Optional.of(comment.build());
  }

  /** Sets the times at which the comment and its author went, where there are such. */
  public static void applyMarks(
      ModeratedComment.Builder comment, @Nullable String deleteTime, @Nullable String banTime) {
    Timestamp deleted = StoredTime.read(deleteTime);
    if (deleted != null) {
      comment.setDeleteTime(deleted);
    }
    Timestamp banned = StoredTime.read(banTime);
    if (banned != null) {
      comment.setBanTime(banned);
    }
  }

  private static Comment comment(String chat, String text, Map<String, byte[]> hash) {
    Comment.Builder comment =
        Comment.newBuilder().setId(word(hash, "id")).setChat(chat).setText(text);
    Timestamp time = StoredTime.read(word(hash, "publishTime"));
    if (time != null) {
      comment.setPublishTime(time);
    }
    Author author = author(hash);
    if (!author.equals(Author.getDefaultInstance())) {
      comment.setAuthor(author);
    }
    return comment.build();
  }

  private static Author author(Map<String, byte[]> hash) {
    Author.Builder author =
        Author.newBuilder().setId(word(hash, "authorId")).setName(word(hash, "authorName"));
    String badges = word(hash, "badges");
    if (!badges.isEmpty()) {
      Arrays.stream(badges.split(",", -1))
          .map(CommentHash::badge)
          .filter(badge -> badge != Badge.BADGE_UNSPECIFIED)
          .forEach(author::addBadges);
    }
    return author.build();
  }

  private static Tagging tagging(Map<String, byte[]> hash, String text) {
    return Tagging.newBuilder()
        .addAllSpans(SpanJson.read(word(hash, "spans"), text))
        .setCoverage(number(hash, "coverage"))
        .setModel(word(hash, "taggingModel"))
        .build();
  }

  private static Rewriting rewriting(byte[] stored) {
    try {
      return Rewriting.parseFrom(stored);
    } catch (InvalidProtocolBufferException e) {
      throw FaultCode.INTERNAL.exception("BROKEN_COMMENT", "a proposal cannot be read", e);
    }
  }

  private static String badges(Author author) {
    if (author.getBadgesCount() == 0) {
      return "";
    }
    return author.getBadgesList().stream()
        .filter(badge -> badge != Badge.UNRECOGNIZED && badge != Badge.BADGE_UNSPECIFIED)
        .map(Badge::name)
        .collect(Collectors.joining(","));
  }

  // A name that this version does not know was written by a later one.

  private static Badge badge(String name) {
    return Arrays.stream(Badge.values())
        .filter(badge -> badge.name().equals(name))
        .findFirst()
        .orElse(Badge.BADGE_UNSPECIFIED);
  }

  private static TaggingState state(String name) {
    return Arrays.stream(TaggingState.values())
        .filter(state -> state.name().equals(name))
        .findFirst()
        .orElse(TaggingState.TAGGING_STATE_UNSPECIFIED);
  }

  private static float number(Map<String, byte[]> hash, String field) {
    String word = word(hash, field);
    return word.isEmpty() ? 0 : Float.parseFloat(word);
  }

  static String word(Map<String, byte[]> hash, String field) {
    byte[] value = hash.get(field);
    return value == null ? "" : new String(value, StandardCharsets.UTF_8);
  }
}
