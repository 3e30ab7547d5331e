package chatwarden.bridge.access;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import java.util.Optional;

/**
 * The chat that a request concerns: its field {@code chat}, or, in a stream of requests with
 * numbers, that of its {@code request}.
 */
final class ChatOfRequest {

  private static final String CHAT = "chat";
  private static final String REQUEST = "request";

  private ChatOfRequest() {}

  /** Returns whether requests of this type name a chat. */
  static boolean isNamedBy(Descriptor type) {
    FieldDescriptor chat = type.findFieldByName(CHAT);
    if (chat != null) {
      return chat.getJavaType() == JavaType.STRING && !chat.isRepeated();
    }
    FieldDescriptor inner = type.findFieldByName(REQUEST);
    return inner != null
        && inner.getJavaType() == JavaType.MESSAGE
        && isNamedBy(inner.getMessageType());
  }

  /** Returns the id that a request has; empty where requests of its type name no chat. */
  static Optional<String> in(Message request) {
    Descriptor type = request.getDescriptorForType();
    if (!isNamedBy(type)) {
      return Optional.empty();
    }
    FieldDescriptor chat = type.findFieldByName(CHAT);
    return chat == null
        ? in((Message) request.getField(type.findFieldByName(REQUEST)))
        : Optional.of((String) request.getField(chat));
  }
}
