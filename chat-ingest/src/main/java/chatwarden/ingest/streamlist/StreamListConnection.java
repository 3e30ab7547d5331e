package chatwarden.ingest.streamlist;

import chatwarden.youtube.v3.V3DataLiveChatMessageServiceGrpc;
import chatwarden.youtube.v3.V3DataLiveChatMessageServiceGrpc.V3DataLiveChatMessageServiceBlockingStub;
import io.grpc.CallCredentials;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.TlsChannelCredentials;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The connection of a process to the stream of YouTube, made when it is first needed. */
public final class StreamListConnection implements AutoCloseable {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final StreamListSettings settings;
  private @Nullable ManagedChannel channel;

  /** A connection that is not made yet. */
  public StreamListConnection(StreamListSettings settings) {
    this.settings = settings;
  }

  StreamListSettings settings() {
    return settings;
  }

  /** Returns calls that carry a token. */
  V3DataLiveChatMessageServiceBlockingStub calls(String token) {
    return V3DataLiveChatMessageServiceGrpc.newBlockingStub(channel())
        .withCallCredentials(new Bearer(token));
  }

  private synchronized ManagedChannel channel() {
    ManagedChannel made = channel;
    if (made == null) {
      ChannelCredentials credentials =
          settings.tls() ? TlsChannelCredentials.create() : InsecureChannelCredentials.create();
      made =
          Grpc.newChannelBuilder(settings.target(), credentials)
              .keepAliveTime(30, TimeUnit.SECONDS)
              .keepAliveTimeout(10, TimeUnit.SECONDS)
              .build();
      channel = made;
    }
    return made;
  }

  @Override
  public synchronized void close() {
    if (channel != null) {
      channel.shutdownNow();
    }
  }

  /** A token of OAuth with each call. */
  private static final class Bearer extends CallCredentials {
    private final String token;

    Bearer(String token) {
      this.token = token;
    }

    @Override
    public void applyRequestMetadata(RequestInfo call, Executor executor, MetadataApplier applier) {
      Metadata headers = new Metadata();
      headers.put(AUTHORIZATION, "Bearer " + token);
      applier.apply(headers);
    }
  }
}
