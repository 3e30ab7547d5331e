package chatwarden.bridge.json;

import chatwarden.runtime.error.InvalidInputException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.QueryParams;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks the query parameters of a transcoded call, which the transcoder would pass over where it
 * does not know them, and refuse without a name where they do not fit.
 */
public final class QueryCheck {

  private static final Pattern VARIABLE = Pattern.compile("\\{([a-z_.]+)}");
  private static final Pattern WHOLE = Pattern.compile("-?\\d{1,20}");

  private final List<Rule> rules = new ArrayList<>();

  /** Knows the HTTP rules of {@code services}. */
  public QueryCheck(List<ServiceDescriptor> services) {
    for (ServiceDescriptor service : services) {
      for (MethodDescriptor method : service.getMethods()) {
        if (method.getOptions().hasExtension(AnnotationsProto.http)) {
          HttpRule rule = method.getOptions().getExtension(AnnotationsProto.http);
          rules.add(Rule.of(method, rule));
          rule.getAdditionalBindingsList().forEach(other -> rules.add(Rule.of(method, other)));
        }
      }
    }
  }

  /**
   * Refuses parameters that the call to {@code path} does not have, that do not fit, or that are
   * given twice. Calls that no rule knows pass.
   *
   * @throws InvalidInputException naming the parameter
   */
  public void check(HttpMethod verb, String path, QueryParams query) {
    if (query.isEmpty()) {
      return;
    }
    for (Rule rule : rules) {
      if (rule.verb() == verb && rule.path().matcher(path).matches()) {
        check(rule, query);
        return;
      }
    }
  }

  private static void check(Rule rule, QueryParams query) {
    Set<FieldDescriptor> given = new HashSet<>();
    for (Map.Entry<String, String> parameter : query) {
      String name = parameter.getKey();
      FieldDescriptor field = rule.hasBody() ? null : find(rule.input(), name);
      if (field == null || rule.inPath().contains(name)) {
        throw InvalidInputException.of(
            FieldNames.shown(name), "is not a known parameter of this call");
      }
      if (!given.add(field) && !field.isRepeated()) {
        throw InvalidInputException.of(FieldNames.shown(name), "is given twice");
      }
      checkValue(field, parameter.getValue(), FieldNames.shown(name));
    }
  }

  private static @Nullable FieldDescriptor find(Descriptor type, String path) {
    Descriptor parent = type;
    String[] names = path.split("\\.", -1);
    for (int i = 0; i < names.length - 1; i++) {
      FieldDescriptor field = FieldNames.find(parent, names[i]);
      if (field == null || field.getJavaType() != JavaType.MESSAGE || field.isRepeated()) {
        return null;
      }
      parent = field.getMessageType();
    }
    FieldDescriptor leaf = FieldNames.find(parent, names[names.length - 1]);
    return leaf == null || leaf.isMapField() || isPlainMessage(leaf) ? null : leaf;
  }

  private static boolean isPlainMessage(FieldDescriptor field) {
    return field.getJavaType() == JavaType.MESSAGE && !isTime(field) && !isDuration(field);
  }

  private static boolean isTime(FieldDescriptor field) {
    return field.getMessageType().getFullName().equals(Timestamp.getDescriptor().getFullName());
  }

  private static boolean isDuration(FieldDescriptor field) {
    return field.getMessageType().getFullName().equals(Duration.getDescriptor().getFullName());
  }

  private static void checkValue(FieldDescriptor field, String value, String name) {
    boolean whole = field.getJavaType() == JavaType.INT || field.getJavaType() == JavaType.LONG;
    if (whole && !WHOLE.matcher(value).matches()) {
      throw InvalidInputException.of(name, "must be a whole number");
    }
    boolean truth =
        field.getJavaType() == JavaType.BOOLEAN && (value.equals("true") || value.equals("false"));
    JsonNode node = truth ? BooleanNode.valueOf(value.equals("true")) : TextNode.valueOf(value);
    if (field.getJavaType() != JavaType.MESSAGE) {
      JsonScalar.read(field, node, name);
    } else if (isTime(field)) {
      JsonScalar.timestamp(node, name);
    } else {
      JsonScalar.duration(node, name);
    }
  }

  private record Rule(
      HttpMethod verb, Pattern path, Set<String> inPath, boolean hasBody, Descriptor input) {

    static Rule of(MethodDescriptor method, HttpRule rule) {
      HttpMethod verb = HttpMethod.valueOf(rule.getPatternCase().name());
      String template =
          switch (verb) {
            case GET -> rule.getGet();
            case POST -> rule.getPost();
            case PUT -> rule.getPut();
            case PATCH -> rule.getPatch();
            case DELETE -> rule.getDelete();
            default ->
                throw new IllegalArgumentException(method.getFullName() + ": " + verb + " (a bug)");
          };
      Set<String> inPath = new HashSet<>();
      StringBuilder path = new StringBuilder();
      Matcher variables = VARIABLE.matcher(template);
      int end = 0;
      while (variables.find()) {
        inPath.add(variables.group(1));
        path.append(Pattern.quote(template.substring(end, variables.start()))).append("[^/]+");
        end = variables.end();
      }
      path.append(Pattern.quote(template.substring(end)));
      return new Rule(
          verb,
          Pattern.compile(path.toString()),
          Set.copyOf(inPath),
          !rule.getBody().isEmpty(),
          method.getInputType());
    }
  }
}
