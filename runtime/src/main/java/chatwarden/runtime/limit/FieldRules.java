package chatwarden.runtime.limit;

import chatwarden.options.v1.LengthRule;
import chatwarden.options.v1.NumberRule;
import chatwarden.options.v1.OptionsProto;
import com.google.protobuf.DescriptorProtos.FieldOptions;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.ExtensionLite;

/** Reads the rules of fields that the protos state, {@code chatwarden/options/v1}. */
public final class FieldRules {

  private FieldRules() {}

  /** Returns the greatest length of a field: code points of a string, elements of a list. */
  public static int most(Descriptor message, String field) {
    LengthRule rule = option(message, field, OptionsProto.length);
    return rule.getMax();
  }

  /** Returns the bounds of a number. */
  public static NumberBounds bounds(Descriptor message, String field) {
    NumberRule rule = option(message, field, OptionsProto.range);
    return new NumberBounds(rule.getMin(), rule.getMax());
  }

  /** Returns the number that a missing field stands for. */
  public static float defaultNumber(Descriptor message, String field) {
    return option(message, field, OptionsProto.defaultNumber);
  }

  private static <T> T option(
      Descriptor message, String field, ExtensionLite<FieldOptions, T> option) {
    FieldOptions options = message.findFieldByName(field).getOptions();
    if (!options.hasExtension(option)) {
      throw new IllegalStateException(
          message.getFullName() + "." + field + " has no such option (a bug)");
    }
    return options.getExtension(option);
  }
}
