package chatwarden.store.personal;

import chatwarden.action.v1.Action;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The action on a platform that an entry of an audit log or an event has. */
final class StoredAct {

  private static final byte[] NONE = {};

  private StoredAct() {}

  /** Changes the action of an entry of an audit log, if it has one. */
  static void change(Map<String, byte[]> fields, UnaryOperator<Action> change) {
    byte[] act = fields.get("act");
    if (act != null) {
      fields.put("act", change.apply(read(act)).toByteArray());
    }
  }

  /** Returns the author whom the action of an event is about. */
  static String authorOf(Map<String, byte[]> event) {
    return read(event.getOrDefault("proto", NONE)).getAuthorId();
  }

  private static Action read(byte[] proto) {
    try {
      return Action.parseFrom(proto);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("cannot read an action (a bug)", e);
    }
  }
}
