package chatwarden.bridge.json;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.MapEntry;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import java.util.Random;

/** Messages with random fields: any Unicode text, any number, any enum constant. */
final class RandomMessages {

  private RandomMessages() {}

  static Message fill(Message.Builder message, Random random) {
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      if (field.isMapField()) {
        fillMap(message, field, random);
      } else if (field.isRepeated()) {
        for (int i = random.nextInt(3); i > 0; i--) {
          message.addRepeatedField(field, value(field, message, random));
        }
      } else if (random.nextInt(4) > 0) {
        message.setField(field, value(field, message, random));
      }
    }
    return message.build();
  }

  private static void fillMap(Message.Builder message, FieldDescriptor field, Random random) {
    for (String key : new String[] {"CLEAN", text(random)}) {
      MapEntry.Builder<?, ?> entry = (MapEntry.Builder<?, ?>) message.newBuilderForField(field);
      entry.setField(field.getMessageType().findFieldByNumber(1), key);
      entry.setField(field.getMessageType().findFieldByNumber(2), random.nextFloat());
      message.addRepeatedField(field, entry.build());
    }
  }

  static void dropMaps(Message.Builder message) {
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      if (field.isMapField()) {
        message.clearField(field);
      } else if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
          && !field.isRepeated()
          && message.hasField(field)) {
        dropMaps(message.getFieldBuilder(field));
      }
    }
  }

  private static Object value(FieldDescriptor field, Message.Builder parent, Random random) {
    return switch (field.getJavaType()) {
      case INT -> random.nextInt();
      case LONG -> random.nextLong() >> random.nextInt(64);
      case FLOAT -> Float.intBitsToFloat(random.nextInt() & 0x7f7fffff);
      case DOUBLE -> random.nextGaussian() * 1e10;
      case BOOLEAN -> random.nextBoolean();
      case STRING -> text(random);
      case ENUM ->
          field
              .getEnumType()
              .getValues()
              .get(random.nextInt(field.getEnumType().getValues().size()));
      case BYTE_STRING -> throw new IllegalStateException("the API has no bytes");
      case MESSAGE -> message(parent.newBuilderForField(field), random);
    };
  }

  private static Message message(Message.Builder builder, Random random) {
    return switch (builder) {
      case Timestamp.Builder time ->
          time.setSeconds(random.nextLong(-62_135_596_800L, 253_402_300_800L))
              .setNanos(random.nextInt(1_000_000_000))
              .build();
      case Duration.Builder duration ->
          duration
              .setSeconds(random.nextInt(100_000))
              .setNanos(random.nextInt(1_000_000_000))
              .build();
      default -> fill(builder, random);
    };
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      int codePoint = random.nextInt(random.nextBoolean() ? 0x100 : 0x110000);
      text.appendCodePoint(Character.getType(codePoint) == Character.SURROGATE ? 'ặ' : codePoint);
    }
    return text.toString();
  }
}
