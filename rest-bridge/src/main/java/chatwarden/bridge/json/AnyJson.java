package chatwarden.bridge.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.DebugInfo;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Help;
import com.google.rpc.LocalizedMessage;
import com.google.rpc.PreconditionFailure;
import com.google.rpc.QuotaFailure;
import com.google.rpc.RequestInfo;
import com.google.rpc.ResourceInfo;
import com.google.rpc.RetryInfo;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes the details of a {@code google.rpc.Status} with their types and fields. */
final class AnyJson {

  private static final Map<String, Message> TYPES =
      List.<Message>of(
              BadRequest.getDefaultInstance(),
              DebugInfo.getDefaultInstance(),
              ErrorInfo.getDefaultInstance(),
              Help.getDefaultInstance(),
              LocalizedMessage.getDefaultInstance(),
              PreconditionFailure.getDefaultInstance(),
              QuotaFailure.getDefaultInstance(),
              RequestInfo.getDefaultInstance(),
              ResourceInfo.getDefaultInstance(),
              RetryInfo.getDefaultInstance())
          .stream()
          .collect(
              Collectors.toMap(m -> m.getDescriptorForType().getFullName(), Function.identity()));

  private AnyJson() {}

  /** A message of an unknown type is written with its type alone. */
  static void write(Any any, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("@type", any.getTypeUrl());
    Message prototype =
        TYPES.get(any.getTypeUrl().substring(any.getTypeUrl().lastIndexOf('/') + 1));
    if (prototype != null) {
      try {
        ProtoJsonWriter.writeDetail(
            prototype.newBuilderForType().mergeFrom(any.getValue()).build(), json);
      } catch (InvalidProtocolBufferException e) {
        json.writeStringField("note", "cannot be read");
      }
    }
    json.writeEndObject();
  }
}
