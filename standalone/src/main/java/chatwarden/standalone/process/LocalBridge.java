package chatwarden.standalone.process;

import chatwarden.bridge.server.BridgeKeys;
import chatwarden.livechat.v1.Chat;
import chatwarden.livechat.v1.ListChatsRequest;
import chatwarden.livechat.v1.ListChatsResponse;
import chatwarden.livechat.v1.LiveChatServiceGrpc;
import chatwarden.livechat.v1.Session;
import chatwarden.livechat.v1.StartSessionRequest;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.grpc.GrpcChannels;
import chatwarden.runtime.lifecycle.BindFault;
import chatwarden.runtime.limit.FieldRules;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.Map;

/** The bridge of this machine, as a client calls it. */
public final class LocalBridge implements AutoCloseable {
  private static final int PAGE =
      (int) FieldRules.bounds(ListChatsRequest.getDescriptor(), "page_size").most();

  private final ManagedChannel connection;
  private final Channel channel;
  private final LiveChatServiceGrpc.LiveChatServiceBlockingStub chats;

  private LocalBridge(ManagedChannel connection, String key) {
    this.connection = connection;
    this.channel = BridgeKey.on(connection, key);
    this.chats = LiveChatServiceGrpc.newBlockingStub(channel);
  }

  /** The bridge on {@code port} of loopback, called with {@code key}. */
  public static LocalBridge open(int port, String key) {
    return new LocalBridge(GrpcChannels.open("127.0.0.1:" + port), key);
  }

  /**
   * Says at once, before anything is started, that the port of the bridge is taken.
   *
   * @throws ChatwardenException FAILED_PRECONDITION, naming the port and the flag that changes it
   */
  public static void requireFreePort(Config config) {
    String host = config.get(BridgeKeys.ADDRESS);
    int port = config.get(BridgeKeys.PORT);
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(host, port));
    } catch (IOException e) {
      throw BindFault.of(host, port, "use --port to choose another", e);
    }
  }

  /** The chats that are stored, by id. */
  Map<String, Chat> chats() {
    Map<String, Chat> found = new LinkedHashMap<>();
    String token = "";
    do {
      ListChatsResponse page =
          chats.listChats(
              ListChatsRequest.newBuilder().setPageSize(PAGE).setPageToken(token).build());
      page.getChatsList().forEach(chat -> found.put(chat.getId(), chat));
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    return found;
  }

  /** Starts the session; does nothing when its chat is read already, as after a crash. */
  void startSession(Session session) {
    try {
      var unused = chats.startSession(StartSessionRequest.newBuilder().setSession(session).build());
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != Status.Code.ALREADY_EXISTS) {
        throw e;
      }
    }
  }

  Channel channel() {
    return channel;
  }

  @Override
  public void close() {
    connection.shutdownNow();
  }
}
