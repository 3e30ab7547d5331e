package chatwarden.bridge.json;

import com.google.protobuf.Message;
import com.linecorp.armeria.common.grpc.GrpcJsonMarshaller;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Lets Armeria read and write the messages of every service as {@link ProtoJsonReader} does. */
public final class JsonMarshaller implements GrpcJsonMarshaller {

  @Override
  public <T> void serializeMessage(Marshaller<T> marshaller, T message, OutputStream os)
      throws IOException {
    ProtoJsonWriter.write((Message) message, os);
  }

  @Override
  public <T> T deserializeMessage(Marshaller<T> marshaller, InputStream is) throws IOException {
    Message prototype = (Message) ((PrototypeMarshaller<T>) marshaller).getMessagePrototype();
    Message.Builder builder = prototype.newBuilderForType();
    ProtoJsonReader.read(is, builder);
    @SuppressWarnings("unchecked") // the prototype is of the marshaller's type
    T message = (T) builder.build();
    return message;
  }
}
