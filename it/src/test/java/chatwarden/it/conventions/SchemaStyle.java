package chatwarden.it.conventions;

import com.google.protobuf.DescriptorProtos.SourceCodeInfo.Location;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a file of the schema and says what in it is against the project's style for protos. */
final class SchemaStyle {
  private static final Pattern PACKAGE = Pattern.compile("chatwarden\\.[a-z]+\\.v[0-9]+");
  private static final Pattern METHOD = Pattern.compile("[A-Z][a-z]+[A-Z][A-Za-z]+");
  private static final Set<FieldDescriptor.Type> UNSIGNED =
      Set.of(
          FieldDescriptor.Type.UINT32,
          FieldDescriptor.Type.UINT64,
          FieldDescriptor.Type.FIXED32,
          FieldDescriptor.Type.FIXED64);

  private final FileDescriptor file;
  private final Set<List<Integer>> commented = new HashSet<>();
  private final List<String> problems = new ArrayList<>();

  private SchemaStyle(FileDescriptor file) {
    this.file = file;
    for (Location location : file.toProto().getSourceCodeInfo().getLocationList()) {
      if (!location.getLeadingComments().isBlank()) {
        commented.add(location.getPathList());
      }
    }
  }

  /** The problems of a file, each naming the element; none where it is well. */
  static List<String> problemsOf(FileDescriptor file) {
    SchemaStyle style = new SchemaStyle(file);
    style.checkFile();
    return List.copyOf(style.problems);
  }

  private void checkFile() {
    String directory = file.getPackage().replace('.', '/');
    expect(
        PACKAGE.matcher(file.getPackage()).matches(), "package", "is not chatwarden.<area>.v<n>");
    expect(
        file.getName().matches(Pattern.quote(directory) + "/[a-z_]+\\.proto"),
        "package",
        "is not the directory of " + file.getName());
    expect(
        file.getOptions().getJavaPackage().equals(file.getPackage())
            && file.getOptions().getJavaMultipleFiles(),
        "java_package",
        "is not the package, with java_multiple_files");
    file.getServices().forEach(this::check);
    file.getMessageTypes().forEach(this::check);
    file.getEnumTypes().forEach(this::check);
  }

  private void check(ServiceDescriptor service) {
    checkComment(service);
    String name = service.getName();
    expect(name.endsWith("Service"), service, "does not end in Service");
    expect(
        file.getName().endsWith("/" + snakeCase(name) + ".proto"),
        service,
        "is not what its file is named for");
    service.getMethods().forEach(this::check);
  }

  private void check(MethodDescriptor method) {
    checkComment(method);
    String name = method.getName();
    expect(METHOD.matcher(name).matches(), method, "is not a verb and a noun");
    expect(
        method.getInputType().getName().equals(name + "Request"),
        method,
        "does not take its own " + name + "Request");
    String output = method.getOutputType().getName();
    expect(
        output.equals(name + "Response") || !output.endsWith("Response"),
        method,
        "answers with another method's response");
    if (name.startsWith("List")) {
      checkPages(method);
    }
    if (method.isClientStreaming()) {
      checkStream(method);
    }
  }

  /** A list has pages from its first day. */
  private void checkPages(MethodDescriptor method) {
    expect(!method.isServerStreaming(), method, "streams a list");
    expect(
        isField(method.getInputType(), "page_size", FieldDescriptor.Type.INT32)
            && isField(method.getInputType(), "page_token", FieldDescriptor.Type.STRING),
        method,
        "has no int32 page_size and string page_token");
    expect(
        isField(method.getOutputType(), "next_page_token", FieldDescriptor.Type.STRING),
        method,
        "has no string next_page_token");
  }

  /** A bidirectional method is a unary one whose requests and answers carry an id. */
  private void checkStream(MethodDescriptor method) {
    String twin = method.getName().replaceFirst("^Streaming", "");
    expect(
        !twin.equals(method.getName()) && method.getService().findMethodByName(twin) != null,
        method,
        "is not Streaming<the name of its unary twin>");
    for (Descriptor message : List.of(method.getInputType(), method.getOutputType())) {
      expect(
          isField(message, "request_id", FieldDescriptor.Type.STRING),
          message,
          "has no string request_id");
    }
  }

  private void check(Descriptor message) {
    if (message.getOptions().getMapEntry()) {
      return;
    }
    checkComment(message);
    message.getFields().forEach(this::check);
    message.getRealOneofs().forEach(this::checkComment);
    message.getNestedTypes().forEach(this::check);
    message.getEnumTypes().forEach(this::check);
  }

  private void check(FieldDescriptor field) {
    checkComment(field);
    FieldDescriptor value =
        field.isMapField() ? field.getMessageType().findFieldByNumber(2) : field;
    expect(!UNSIGNED.contains(value.getType()), field, "is unsigned");
    String name = field.getName();
    if (name.matches("(.*_)?(probability|probabilities|coverage|score|threshold)")) {
      expect(value.getType() == FieldDescriptor.Type.FLOAT, field, "is not a float");
    }
    if (name.matches(".*_(time|timestamp|millis|ms|seconds)")) {
      expect(isTimestamp(field), field, "is not a google.protobuf.Timestamp named _time");
    }
    if (name.endsWith("_duration") || name.endsWith("timeout")) {
      expect(isMessage(field, "google.protobuf.Duration"), field, "is not a Duration");
    }
  }

  private static boolean isTimestamp(FieldDescriptor field) {
    return field.getName().endsWith("_time") && isMessage(field, "google.protobuf.Timestamp");
  }

  private void check(EnumDescriptor type) {
    checkComment(type);
    String unspecified = snakeCase(type.getName()).toUpperCase(Locale.ROOT) + "_UNSPECIFIED";
    expect(
        type.getValues().getFirst().getName().equals(unspecified)
            && type.getValues().getFirst().getNumber() == 0,
        type,
        "does not start with " + unspecified);
    for (EnumValueDescriptor value : type.getValues()) {
      checkComment(value);
    }
  }

  private void checkComment(GenericDescriptor element) {
    expect(commented.contains(SchemaPath.of(element)), element, "has no comment");
  }

  private void expect(boolean holds, GenericDescriptor element, String problem) {
    expect(holds, element.getFullName(), problem);
  }

  private void expect(boolean holds, String element, String problem) {
    if (!holds) {
      problems.add("%s: %s %s".formatted(file.getName(), element, problem));
    }
  }

  private static boolean isField(Descriptor message, String name, FieldDescriptor.Type type) {
    @Nullable FieldDescriptor field = message.findFieldByName(name);
    return field != null && field.getType() == type && !field.isRepeated();
  }

  private static boolean isMessage(FieldDescriptor field, String name) {
    return field.getType() == FieldDescriptor.Type.MESSAGE
        && field.getMessageType().getFullName().equals(name);
  }

  private static String snakeCase(String name) {
    return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
  }
}
