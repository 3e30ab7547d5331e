package chatwarden.ingest.streamlist;

import chatwarden.ingest.account.AccountCalls;
import chatwarden.ingest.account.ActingAccount;
import chatwarden.ingest.account.DailyQuota;
import chatwarden.ingest.source.ChatSource;
import chatwarden.ingest.source.RetryPolicy;
import chatwarden.ingest.source.SourceClock;
import chatwarden.ingest.source.SourceException;
import chatwarden.ingest.source.SourceException.Reason;
import chatwarden.ingest.source.SourceSink;
import chatwarden.youtube.v3.LiveChatMessage;
import chatwarden.youtube.v3.LiveChatMessageListRequest;
import chatwarden.youtube.v3.LiveChatMessageListResponse;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Reads the live chat of a YouTube video by the stream of the Data API, with a connected account.
 *
 * <p>The checkpoint is the token of the last page whose messages were all delivered, with hashes of
 * the comments delivered last. A stream that ends or breaks is opened again after that page, for 5
 * units of the quota that actions share; where that is short, the reading ends.
 */
public final class StreamListSource implements ChatSource {
  private static final long UNITS = 5;

  private final String video;
  private final String chat;
  private final Optional<StreamPlace> start;
  private final StreamListConnection connection;
  private final AccountCalls calls;
  private final LiveChatIds liveChats;
  private final DailyQuota quota;
  private final SourceClock clock;
  private final RetryPolicy patience;
  private @Nullable ActingAccount account;
  private boolean refused;
  private volatile @Nullable StreamPlace place;

  /**
   * A source that has not begun.
   *
   * @param start the place to go on from; empty for the messages that YouTube sends first
   * @param quota is shared with the actions
   */
  public StreamListSource(
      String video,
      String chat,
      Optional<StreamPlace> start,
      StreamListConnection connection,
      AccountCalls calls,
      DailyQuota quota,
      SourceClock clock) {
    this.video = video;
    this.chat = chat;
    this.start = start;
    this.connection = connection;
    this.calls = calls;
    this.quota = quota;
    this.clock = clock;
    StreamListSettings settings = connection.settings();
    this.liveChats = new LiveChatIds(calls, settings.api(), quota);
    this.patience =
        new RetryPolicy(
            settings.firstPatience(), settings.patience(), clock, RandomGenerator.getDefault());
  }

  @Override
  public void run(SourceSink sink) throws SourceException, InterruptedException {
    StreamDelivery delivery = new StreamDelivery(chat, sink, clock);
    start.ifPresent(delivery::restore);
    StreamPlace from = start.orElseGet(() -> new StreamPlace("", "", 0, new byte[0]));
    while (true) {
      try {
        if (from.liveChat().isEmpty()) {
          from = placed(liveChats.find(video), "", delivery);
        }
        if (!stream(from, delivery)) {
          return;
        }
        clock.sleep(connection.settings().pause());
      } catch (StatusRuntimeException e) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        StreamFault fault = StreamFault.of(e);
        if (fault == StreamFault.ENDED) {
          endUnlessMissed(e);
          return;
        }
        heed(fault, e);
        if (fault == StreamFault.PAGE_GONE) {
          place = placed(from.liveChat(), "", delivery);
        }
      } catch (IOException e) {
        patience.awaitAfter(
            new SourceException(
                Reason.UNREACHABLE, "YouTube's API cannot be reached from this host", e));
      }
      StreamPlace reached = place;
      from = reached == null ? from : reached;
    }
  }

  /** A chat that ended while it was not read has an archive with what was missed. */
  private void endUnlessMissed(StatusRuntimeException cause) throws SourceException {
    if (start.isPresent() && place == null) {
      throw new SourceException(
          Reason.OVER, "the chat ended while it was not read; its archive is read", cause);
    }
  }

  /** Reads one stream to its end, and returns whether the chat goes on. */
  private boolean stream(StreamPlace from, StreamDelivery delivery)
      throws SourceException, IOException, InterruptedException {
    if (quota.waitUntil(UNITS, true).isPresent()) {
      throw quotaUsedUp();
    }
    ActingAccount ready = calls.ready();
    account = ready;
    quota.use(UNITS);
    LiveChatMessageListRequest.Builder request =
        LiveChatMessageListRequest.newBuilder()
            .setLiveChatId(from.liveChat())
            .addPart("id")
            .addPart("snippet")
            .addPart("authorDetails");
    if (!from.pageToken().isEmpty()) {
      request.setPageToken(from.pageToken());
    }
    try (Context.CancellableContext context = Context.current().withCancellation()) {
      Context before = context.attach();
      try {
        Iterator<LiveChatMessageListResponse> pages =
            connection.calls(ready.accessToken()).streamList(request.build());
        while (pages.hasNext()) {
          if (!take(pages.next(), from.liveChat(), delivery)) {
            return false;
          }
        }
        return true;
      } finally {
        context.detach(before);
      }
    }
  }

  private boolean take(LiveChatMessageListResponse page, String liveChat, StreamDelivery delivery)
      throws InterruptedException {
    patience.succeeded();
    refused = false;
    boolean goesOn = page.getOfflineAt().isEmpty();
    for (LiveChatMessage message : page.getItemsList()) {
      goesOn &= delivery.deliver(message);
    }
    if (!page.getNextPageToken().isEmpty()) {
      place = placed(liveChat, page.getNextPageToken(), delivery);
    }
    return goesOn;
  }

  private static StreamPlace placed(String liveChat, String token, StreamDelivery delivery) {
    return new StreamPlace(liveChat, token, delivery.usec(), delivery.seen());
  }

  /** Waits where it may help, and throws where it does not. */
  private void heed(StreamFault fault, StatusRuntimeException cause)
      throws SourceException, InterruptedException {
    switch (fault) {
      case TOKEN_REFUSED -> {
        if (refused) {
          throw notPermitted("YouTube refuses the account; connect it again", cause);
        }
        refused = true;
        renew();
      }
      case NOT_PERMITTED ->
          throw notPermitted("the account may not read this chat on YouTube", cause);
      case DISABLED ->
          throw new SourceException(
              Reason.CHAT_DISABLED, "the owner of the stream switched its chat off", cause);
      case NOT_FOUND ->
          throw new SourceException(
              Reason.DELETED, "YouTube no longer has the chat of this stream", cause);
      case QUOTA -> {
        quota.exhaust();
        throw quotaUsedUp();
      }
      case RATE ->
          patience.awaitAfterLimit(
              Optional.empty(),
              new SourceException(
                  Reason.RATE_LIMITED, "YouTube takes no more calls of the account", cause));
      case PAGE_GONE, PASSING, ENDED ->
          patience.awaitAfter(
              new SourceException(
                  Reason.UNREACHABLE, "YouTube's API cannot be reached from this host", cause));
    }
  }

  private void renew() throws SourceException, InterruptedException {
    ActingAccount old = account;
    try {
      if (old != null) {
        account = calls.renewed(old);
      }
    } catch (IOException e) {
      patience.awaitAfter(
          new SourceException(Reason.UNREACHABLE, "Google gives no token at the moment", e));
    }
  }

  private static SourceException notPermitted(String words, Throwable cause) {
    return new SourceException(Reason.NOT_PERMITTED, words + ": chatwarden connect youtube", cause);
  }

  private static SourceException quotaUsedUp() {
    return new SourceException(
        Reason.RATE_LIMITED,
        "the day's quota of YouTube's Data API is used up (youtube.quota);"
            + " it is anew at midnight Pacific time");
  }

  @Override
  public Optional<byte[]> checkpoint() {
    return reached().map(StreamPlace::toBytes);
  }

  /** Returns the place that it has come to; empty before the first page. */
  public Optional<StreamPlace> reached() {
    return Optional.ofNullable(place);
  }
}
