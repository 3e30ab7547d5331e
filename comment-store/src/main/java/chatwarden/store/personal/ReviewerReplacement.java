package chatwarden.store.personal;

import chatwarden.action.v1.Action;
import chatwarden.author.v1.AuthorNote;
import chatwarden.rollout.v1.RolloutChange;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Replaces the name and the caller of a moderator in entries of logs.
 *
 * @param name the name; empty for none
 * @param caller the caller; empty for none
 * @param namePseudonym what takes the place of the name
 * @param callerPseudonym what takes the place of the caller
 */
record ReviewerReplacement(
    String name, String caller, String namePseudonym, String callerPseudonym) {

  /** Returns the fields of an entry of an audit log; the same object without a change. */
  Map<String, byte[]> entry(Map<String, byte[]> fields) {
    Map<String, byte[]> others = named(fields);
    if (others != fields) {
      StoredAct.change(others, this::action);
    }
    return others;
  }

  /** Returns the fields of an entry that has the name and the caller alone; likewise. */
  Map<String, byte[]> named(Map<String, byte[]> fields) {
    return replaced(replaced(fields, "reviewer", name, namePseudonym));
  }

  /** Returns an action, an equal one without a change. */
  Action action(Action action) {
    Action.Builder other = action.toBuilder();
    if (!name.isEmpty() && action.getReviewer().equals(name)) {
      other.setReviewer(namePseudonym);
    }
    if (!caller.isEmpty() && action.getCaller().equals(caller)) {
      other.setCaller(callerPseudonym);
    }
    return other.build();
  }

  /** Returns a note on an author, an equal one without a change. */
  AuthorNote note(AuthorNote note) {
    AuthorNote.Builder other = note.toBuilder();
    if (!name.isEmpty() && note.getReviewer().equals(name)) {
      other.setReviewer(namePseudonym);
    }
    if (!caller.isEmpty() && note.getCaller().equals(caller)) {
      other.setCaller(callerPseudonym);
    }
    return other.build();
  }

  /** Returns the fields of an entry that has the caller alone; the same object without a change. */
  Map<String, byte[]> replaced(Map<String, byte[]> fields) {
    return replaced(fields, "caller", caller, callerPseudonym);
  }

  private static Map<String, byte[]> replaced(
      Map<String, byte[]> fields, String field, String from, String to) {
    if (from.isEmpty() || !NameReplacement.word(fields, field).equals(from)) {
      return fields;
    }
    Map<String, byte[]> others = new LinkedHashMap<>(fields);
    others.put(field, NameReplacement.bytes(to));
    return others;
  }

  /** Returns the fields of an entry of the log of rollouts; the same object without a change. */
  Map<String, byte[]> rollout(Map<String, byte[]> fields) {
    try {
      RolloutChange change = RolloutChange.parseFrom(fields.getOrDefault("change", new byte[0]));
      if (caller.isEmpty() || !change.getCaller().equals(caller)) {
        return fields;
      }
      Map<String, byte[]> others = new LinkedHashMap<>(fields);
      others.put("change", change.toBuilder().setCaller(callerPseudonym).build().toByteArray());
      return others;
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("cannot read a change of a rollout (a bug)", e);
    }
  }
}
