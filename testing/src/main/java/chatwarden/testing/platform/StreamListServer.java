package chatwarden.testing.platform;

import chatwarden.youtube.v3.ChannelProfileDetails;
import chatwarden.youtube.v3.LiveChatMessage;
import chatwarden.youtube.v3.LiveChatMessageAuthorDetails;
import chatwarden.youtube.v3.LiveChatMessageDeletedDetails;
import chatwarden.youtube.v3.LiveChatMessageListRequest;
import chatwarden.youtube.v3.LiveChatMessageListResponse;
import chatwarden.youtube.v3.LiveChatMessageSnippet;
import chatwarden.youtube.v3.LiveChatMessageSnippet.TypeWrapper.Type;
import chatwarden.youtube.v3.LiveChatTextMessageDetails;
import chatwarden.youtube.v3.LiveChatUserBannedMessageDetails;
import chatwarden.youtube.v3.V3DataLiveChatMessageServiceGrpc.V3DataLiveChatMessageServiceImplBase;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Supplier;

/**
 * The stream of YouTube's Data API for one chat, {@code live1}: a page a message, whose token is
 * its number; resumes after a token, ends, breaks and refuses. Safe for use by many threads.
 */
public final class StreamListServer implements AutoCloseable {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final Server server;
  private final Supplier<String> token;
  private final List<LiveChatMessage> messages = new ArrayList<>();
  private final Set<StreamObserver<LiveChatMessageListResponse>> streams =
      new CopyOnWriteArraySet<>();
  private final List<String> pageTokens = new CopyOnWriteArrayList<>();
  private final Queue<Status> refusals = new ArrayDeque<>();

  /**
   * Starts one.
   *
   * @param token returns the access token that is valid now
   */
  public StreamListServer(Supplier<String> token) {
    this.token = token;
    try {
      server =
          Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
              .addService(new Chat())
              .intercept(new Door())
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns where it answers. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getPort());
  }

  /** Returns the tokens that streams were opened with, empty where there was none, in order. */
  public List<String> pageTokens() {
    return List.copyOf(pageTokens);
  }

  /** Returns how many streams are open. */
  public int streams() {
    return streams.size();
  }

  /** Answers the next call with this error. */
  public synchronized void refuseNext(Status status) {
    refusals.add(status);
  }

  /** Ends all streams: as a server does that wants to be called again. */
  public void endStreams() {
    for (StreamObserver<LiveChatMessageListResponse> stream : streams) {
      streams.remove(stream);
      stream.onCompleted();
    }
  }

  /** Breaks all streams with this error. */
  public void breakStreams(Status status) {
    for (StreamObserver<LiveChatMessageListResponse> stream : streams) {
      streams.remove(stream);
      stream.onError(status.asRuntimeException());
    }
  }

  /** Says something. */
  public void say(String id, String text) {
    add(
        message(id, Type.TEXT_MESSAGE_EVENT)
            .setSnippet(
                snippet(Type.TEXT_MESSAGE_EVENT)
                    .setTextMessageDetails(
                        LiveChatTextMessageDetails.newBuilder().setMessageText(text)))
            .build());
  }

  /** Deletes a message. */
  public void delete(String id) {
    add(
        message("d-" + id, Type.MESSAGE_DELETED_EVENT)
            .setSnippet(
                snippet(Type.MESSAGE_DELETED_EVENT)
                    .setMessageDeletedDetails(
                        LiveChatMessageDeletedDetails.newBuilder().setDeletedMessageId(id)))
            .build());
  }

  /** Times an author out. */
  public void timeOut(String channel, long seconds) {
    add(
        message("b-" + channel, Type.USER_BANNED_EVENT)
            .setSnippet(
                snippet(Type.USER_BANNED_EVENT)
                    .setUserBannedDetails(
                        LiveChatUserBannedMessageDetails.newBuilder()
                            .setBannedUserDetails(
                                ChannelProfileDetails.newBuilder()
                                    .setChannelId(channel)
                                    .setDisplayName("An"))
                            .setBanDurationSeconds(seconds)))
            .build());
  }

  /** Ends the chat. */
  public void end() {
    add(message("end", Type.CHAT_ENDED_EVENT).setSnippet(snippet(Type.CHAT_ENDED_EVENT)).build());
  }

  private static LiveChatMessageSnippet.Builder snippet(Type type) {
    return LiveChatMessageSnippet.newBuilder()
        .setType(type)
        .setAuthorChannelId("UC77")
        .setPublishedAt(Instant.now().toString());
  }

  private static LiveChatMessage.Builder message(String id, Type type) {
    return LiveChatMessage.newBuilder()
        .setId(id)
        .setSnippet(snippet(type))
        .setAuthorDetails(
            LiveChatMessageAuthorDetails.newBuilder()
                .setChannelId("UC77")
                .setDisplayName("An")
                .setIsChatModerator(true));
  }

  /** Adds a message to the chat. */
  public synchronized void add(LiveChatMessage message) {
    messages.add(message);
    streams.forEach(stream -> stream.onNext(page(messages.size())));
  }

  private LiveChatMessageListResponse page(int number) {
    return LiveChatMessageListResponse.newBuilder()
        .addItems(messages.get(number - 1))
        .setNextPageToken("page-" + number)
        .build();
  }

  private synchronized void open(
      LiveChatMessageListRequest request, StreamObserver<LiveChatMessageListResponse> stream) {
    pageTokens.add(request.getPageToken());
    Status refusal = refusals.poll();
    String known = request.getPageToken().replace("page-", "");
    if (refusal == null && !request.getLiveChatId().equals("live1")) {
      refusal = Status.NOT_FOUND.withDescription("liveChatNotFound");
    }
    if (refusal == null && !known.matches("\\d{0,6}")) {
      refusal = Status.INVALID_ARGUMENT.withDescription("pageTokenInvalid");
    }
    if (refusal != null) {
      stream.onError(refusal.asRuntimeException());
      return;
    }
    ((ServerCallStreamObserver<LiveChatMessageListResponse>) stream)
        .setOnCancelHandler(() -> streams.remove(stream));
    int from = known.isEmpty() ? 0 : Integer.parseInt(known);
    for (int number = from + 1; number <= messages.size(); number++) {
      stream.onNext(page(number));
    }
    streams.add(stream);
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private final class Chat extends V3DataLiveChatMessageServiceImplBase {
    @Override
    public void streamList(
        LiveChatMessageListRequest request, StreamObserver<LiveChatMessageListResponse> stream) {
      open(request, stream);
    }
  }

  /** Lets calls with the valid token in. */
  private final class Door implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      if (("Bearer " + token.get()).equals(headers.get(AUTHORIZATION))) {
        return next.startCall(call, headers);
      }
      call.close(
          Status.UNAUTHENTICATED.withDescription("invalid authentication credentials"),
          new Metadata());
      return new ServerCall.Listener<>() {};
    }
  }
}
