package chatwarden.it.fuzz;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;

/** Well-formed messages with anything in their fields. */
final class FuzzedMessages {
  private static final int DEPTH = 4;

  private FuzzedMessages() {}

  static DynamicMessage of(Descriptor type, Dice dice) {
    return of(type, dice, DEPTH);
  }

  private static DynamicMessage of(Descriptor type, Dice dice, int depth) {
    DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
    for (FieldDescriptor field : type.getFields()) {
      boolean tooDeep = depth == 0 && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
      if (tooDeep || dice.oneIn(4)) {
        continue;
      }
      if (!field.isRepeated()) {
        message.setField(field, value(field, dice, depth));
        continue;
      }
      for (int i = dice.oneIn(50) ? 80 : dice.below(4); i > 0; i--) {
        message.addRepeatedField(field, value(field, dice, depth));
      }
    }
    return message.build();
  }

  private static Object value(FieldDescriptor field, Dice dice, int depth) {
    return switch (field.getJavaType()) {
      case INT -> (int) dice.whole();
      case LONG -> dice.whole();
      case FLOAT -> (float) dice.decimal();
      case DOUBLE -> dice.decimal();
      case BOOLEAN -> dice.oneIn(2);
      case STRING -> dice.string();
      case BYTE_STRING -> ByteString.copyFrom(dice.bytes(64));
      case ENUM -> dice.of(field.getEnumType().getValues());
      case MESSAGE -> of(field.getMessageType(), dice, depth - 1);
    };
  }
}
