package chatwarden.bridge.settings;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.settings.v1.ChatSettings;
import chatwarden.settings.v1.UpdateChatSettingsRequest;
import chatwarden.store.settings.SettingsChange;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A partial update of a chat's settings.
 *
 * @param wished the new values
 * @param fields what to take over of them
 */
record SettingsEdit(ChatSettings wished, List<FieldDescriptor> fields) {

  private static final Set<Integer> NOT_FOR_CALLERS =
      Set.of(
          ChatSettings.CHAT_FIELD_NUMBER,
          ChatSettings.EFFECTIVE_FLAG_THRESHOLD_FIELD_NUMBER,
          ChatSettings.ETAG_FIELD_NUMBER,
          ChatSettings.REVIEWER_FIELD_NUMBER,
          ChatSettings.UPDATE_TIME_FIELD_NUMBER);

  private static final List<FieldDescriptor> CHANGEABLE =
      ChatSettings.getDescriptor().getFields().stream()
          .filter(field -> !NOT_FOR_CALLERS.contains(field.getNumber()))
          .toList();

  /**
   * What the request wants.
   *
   * @throws InvalidInputException when that is nothing, or not a field of the settings
   */
  static SettingsEdit of(UpdateChatSettingsRequest request) {
    ChatSettings wished = request.getSettings();
    if (!request.hasUpdateMask()) {
      List<FieldDescriptor> given =
          CHANGEABLE.stream().filter(field -> isSet(wished, field)).toList();
      if (given.isEmpty()) {
        throw InvalidInputException.of(
            "settings", "sets nothing (expected: fields to change, or update_mask to reset some)");
      }
      return new SettingsEdit(wished, given);
    }
    Set<FieldDescriptor> named = new LinkedHashSet<>();
    for (int i = 0; i < request.getUpdateMask().getPathsCount(); i++) {
      named.add(field("update_mask.paths[" + i + "]", request.getUpdateMask().getPaths(i)));
    }
    if (named.isEmpty()) {
      throw InvalidInputException.of("update_mask", "names no field");
    }
    return new SettingsEdit(wished, List.copyOf(named));
  }

  private static FieldDescriptor field(String path, String name) {
    return CHANGEABLE.stream()
        .filter(field -> field.getName().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                InvalidInputException.of(
                    path,
                    "is not a field to change (expected one of: "
                        + CHANGEABLE.stream()
                            .map(FieldDescriptor::getName)
                            .collect(Collectors.joining(", "))
                        + ")"));
  }

  private static boolean isSet(ChatSettings settings, FieldDescriptor field) {
    return field.isRepeated()
        ? settings.getRepeatedFieldCount(field) > 0
        : settings.hasField(field);
  }

  /** Returns whether it requires an unchanged version of the settings. */
  boolean namesEtag() {
    return !wished.getEtag().isEmpty();
  }

  /**
   * The change that it is for settings that are now {@code before}; empty when it is none.
   *
   * @throws ChatwardenException FAILED_PRECONDITION, SETTINGS_CHANGED when it is meant for others
   */
  Optional<SettingsChange> applyTo(ChatSettings before) {
    if (namesEtag() && !wished.getEtag().equals(before.getEtag())) {
      throw SettingsChange.overtaken();
    }
    ChatSettings.Builder after = before.toBuilder();
    List<String> changed = new ArrayList<>();
    for (FieldDescriptor field : fields) {
      if (isSet(wished, field)) {
        after.setField(field, wished.getField(field));
      } else {
        after.clearField(field);
      }
      if (isSet(before, field) != isSet(wished, field)
          || !before.getField(field).equals(wished.getField(field))) {
        changed.add(field.getName());
      }
    }
    return changed.isEmpty()
        ? Optional.empty()
        : Optional.of(new SettingsChange(before, after.build(), changed));
  }
}
