package chatwarden.bridge.json;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import org.jspecify.annotations.Nullable;

/** The names of fields: as JSON has them, as the schema has them, as people read them. */
final class FieldNames {

  private static final int SHOWN = 64;

  private FieldNames() {}

  /** The field that JSON calls {@code name}: {@code pageSize}, or {@code page_size} as declared. */
  static @Nullable FieldDescriptor find(Descriptor type, String name) {
    FieldDescriptor declared = type.findFieldByName(name);
    if (declared != null) {
      return declared;
    }
    for (FieldDescriptor field : type.getFields()) {
      if (field.getJsonName().equals(name)) {
        return field;
      }
    }
    return null;
  }

  static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /** A name that came in, made fit to be shown: it is input, too. */
  static String shown(String name) {
    StringBuilder clean = new StringBuilder();
    name.codePoints().limit(SHOWN).map(FieldNames::shown).forEach(clean::appendCodePoint);
    return name.codePointCount(0, name.length()) > SHOWN ? clean + "…" : clean.toString();
  }

  private static int shown(int codePoint) {
    boolean plain =
        !Character.isISOControl(codePoint)
            && Character.getType(codePoint) != Character.SURROGATE
            && Character.getType(codePoint) != Character.FORMAT;
    return plain ? codePoint : '\ufffd';
  }
}
