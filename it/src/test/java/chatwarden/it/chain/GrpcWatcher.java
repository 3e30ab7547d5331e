package chatwarden.it.chain;

import chatwarden.livechat.v1.WatchCommentsResponse;
import chatwarden.runtime.grpc.GrpcChannels;
import chatwarden.standalone.process.ChatFollower;
import io.grpc.ManagedChannel;

/** Follows a chat by gRPC to its end, across every lost connection, by the resume token. */
final class GrpcWatcher implements AutoCloseable {
  private final SeenEvents seen = new SeenEvents();
  private final ManagedChannel channel;
  private final Thread thread;

  GrpcWatcher(int bridgePort, String chat) {
    channel = GrpcChannels.open("127.0.0.1:" + bridgePort);
    thread = Thread.ofVirtual().name("grpc-watcher").start(() -> follow(chat));
  }

  SeenEvents seen() {
    return seen;
  }

  private void follow(String chat) {
    try {
      new ChatFollower(channel, chat, "0-0", this::see).follow();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      seen.failed(e);
    }
  }

  private void see(WatchCommentsResponse event) {
    switch (event.getEventCase()) {
      case CLASSIFIED -> seen.classified(event.getClassified().getComment().getId());
      case TAGGED -> seen.tagged(event.getTagged().getComment().getId());
      case ENDED -> seen.ended();
      case DELETED, BANNED, STARTED, EVENT_NOT_SET -> {}
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    channel.shutdownNow();
  }
}
