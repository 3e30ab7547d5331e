package chatwarden.bridge.docs;

import chatwarden.bridge.access.Permissions;
import chatwarden.bridge.schema.OfferedServices;
import chatwarden.options.v1.OptionsProto;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.ValueNode;
import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The OpenAPI document of the bridge. Transcoded methods come from the protos, comments included;
 * the rest, which no proto describes, from the resource {@code rest.json} beside it.
 */
public final class OpenApiDocument {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern VARIABLE = Pattern.compile("\\{([a-z_.]+)}");

  private final SchemaSet set = SchemaSet.shipped();
  private final ObjectNode document = rest();
  private final JsonSchemas schemas =
      new JsonSchemas(set, (ObjectNode) document.at("/components/schemas"));

  private OpenApiDocument() {}

  /** The document of the services of these full names, as JSON in UTF-8. */
  public static byte[] of(List<String> services) {
    try {
      return JSON.writeValueAsBytes(new OpenApiDocument().write(services));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode rest() {
    try (InputStream in = OpenApiDocument.class.getResourceAsStream("/chatwarden/docs/rest.json")) {
      return (ObjectNode) JSON.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ObjectNode write(List<String> services) {
    ObjectNode written = (ObjectNode) document.remove("paths");
    ObjectNode paths = document.putObject("paths");
    ArrayNode tags = (ArrayNode) document.get("tags");
    int place = 0;
    for (ServiceDescriptor service : set.services(services)) {
      List<MethodDescriptor> methods =
          service.getMethods().stream()
              .filter(method -> method.getOptions().hasExtension(AnnotationsProto.http))
              .toList();
      if (!methods.isEmpty()) {
        ObjectNode tag = tags.insertObject(place++);
        tag.put("name", service.getName()).put("description", set.comment(service));
        methods.forEach(method -> writeAll(method, paths));
      }
    }
    written.properties().forEach(path -> paths.set(path.getKey(), path.getValue()));
    return document;
  }

  private void writeAll(MethodDescriptor method, ObjectNode paths) {
    HttpRule rule = method.getOptions().getExtension(AnnotationsProto.http);
    String id = method.getService().getName() + "_" + method.getName();
    write(method, rule, id, paths);
    for (int i = 0; i < rule.getAdditionalBindingsCount(); i++) {
      write(method, rule.getAdditionalBindings(i), id + "_" + (i + 2), paths);
    }
  }

  private void write(MethodDescriptor method, HttpRule rule, String id, ObjectNode paths) {
    String template =
        switch (rule.getPatternCase()) {
          case GET -> rule.getGet();
          case POST -> rule.getPost();
          case PUT -> rule.getPut();
          case PATCH -> rule.getPatch();
          case DELETE -> rule.getDelete();
          case CUSTOM, PATTERN_NOT_SET ->
              throw new IllegalStateException(method.getFullName() + " has no path (a bug)");
        };
    String verb = rule.getPatternCase().name().toLowerCase(Locale.ROOT);
    ObjectNode operation = paths.withObjectProperty(template).putObject(verb);
    operation.put("operationId", id);
    operation.putArray("tags").add(method.getService().getName());
    operation.put("description", description(method));
    ObjectNode example = example(method);
    Set<String> inPath = writePathParameters(method, template, example, operation);
    writeInput(method, rule.getBody(), inPath, example, operation);
    ObjectNode responses = operation.putObject("responses");
    ObjectNode ok = responses.putObject("200").put("description", "The answer.");
    ok.putObject("content")
        .putObject("application/json")
        .set("schema", schemas.of(method.getOutputType()));
    responses.putObject("default").put("$ref", "#/components/responses/Problem");
  }

  /** Returns the request of the proto's example; empty where it has none. */
  private static ObjectNode example(MethodDescriptor method) {
    String example = method.getOptions().getExtension(OptionsProto.example);
    try {
      return example.isEmpty() ? JSON.createObjectNode() : (ObjectNode) JSON.readTree(example);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(method.getFullName() + " has a broken example (a bug)", e);
    }
  }

  private String description(MethodDescriptor method) {
    String role =
        Permissions.needed(OfferedServices.name(method))
            .map(it -> "\n\nRole: " + it + ".")
            .orElse("");
    return set.comment(method) + role;
  }

  private Set<String> writePathParameters(
      MethodDescriptor method, String template, ObjectNode example, ObjectNode operation) {
    Set<String> inPath = new HashSet<>();
    Matcher variables = VARIABLE.matcher(template);
    while (variables.find()) {
      String name = variables.group(1);
      inPath.add(name);
      FieldDescriptor field = method.getInputType().findFieldByName(name);
      ObjectNode parameter = operation.withArrayProperty("parameters").addObject();
      parameter.put("name", name).put("in", "path").put("required", true);
      parameter.set(
          "schema",
          field == null ? JSON.createObjectNode().put("type", "string") : schemas.of(field));
      if (field != null) {
        addExample(example.get(field.getJsonName()), parameter);
        example.remove(field.getJsonName());
      }
    }
    return inPath;
  }

  private void writeInput(
      MethodDescriptor method,
      String body,
      Set<String> inPath,
      ObjectNode example,
      ObjectNode operation) {
    Descriptor input = method.getInputType();
    if (body.isEmpty()) {
      writeQuery(input, "", inPath, example, operation);
      return;
    }
    JsonNode schema =
        body.equals("*")
            ? schemas.of(input)
            : schemas.of(input.findFieldByName(body).getMessageType());
    ObjectNode request = operation.putObject("requestBody").put("required", true);
    ObjectNode content = request.putObject("content").putObject("application/json");
    content.set("schema", schema);
    if (body.equals("*")) {
      content.set("example", example); // Also an empty one, where all fields are in the path.
    } else {
      addExample(example.get(body), content);
    }
  }

  private void writeQuery(
      Descriptor type, String prefix, Set<String> inPath, JsonNode example, ObjectNode operation) {
    for (FieldDescriptor field : type.getFields()) {
      boolean nested =
          field.getJavaType() == JavaType.MESSAGE
              && !field.getMessageType().getFullName().startsWith("google.protobuf.");
      if (nested && !field.isRepeated()) {
        String nestedPrefix = prefix + field.getJsonName() + ".";
        JsonNode nestedExample = example.path(field.getJsonName());
        writeQuery(field.getMessageType(), nestedPrefix, inPath, nestedExample, operation);
      } else if (!nested && !inPath.contains(prefix + field.getName())) {
        ObjectNode parameter = operation.withArrayProperty("parameters").addObject();
        parameter.put("name", prefix + field.getJsonName()).put("in", "query");
        parameter.put("description", set.comment(field));
        parameter.set("schema", schemas.of(field));
        addExample(example.get(field.getJsonName()), parameter);
      }
    }
  }

  private static void addExample(@Nullable JsonNode example, ObjectNode of) {
    if (example != null && !example.isEmpty() || example instanceof ValueNode) {
      of.set("example", example);
    }
  }
}
