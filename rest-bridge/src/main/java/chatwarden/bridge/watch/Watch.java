package chatwarden.bridge.watch;

import chatwarden.livechat.v1.WatchCommentsResponse;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.retry.Backoff;
import chatwarden.store.watch.EventLog;
import chatwarden.store.watch.ResumeToken;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber's way through the events of a chat: pages of stored events until the head is near,
 * then the queue that the chat's reader fills. Between the two nothing is lost, because the queue
 * is attached before the last page is read, and nothing comes twice, because the cursor never goes
 * back. Used by one thread, that may block; {@link #fail} and {@link #close} by any.
 */
final class Watch implements AutoCloseable {

  static final int PAGE = 512;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final ChatFanOut fanOut;
  private final EventLog log;
  private final String chat;
  private final LiveQueue queue;
  private List<SharedEvent> first = List.of();
  private ResumeToken cursor = ResumeToken.BEGINNING;
  private @Nullable ResumeToken joinedAt;
  private boolean nearHead;
  private boolean live;
  private boolean ended;
  private boolean over;

  Watch(ChatFanOut fanOut, EventLog log, String chat, LiveQueue queue) {
    this.fanOut = fanOut;
    this.log = log;
    this.chat = chat;
    this.queue = queue;
  }

  /** Goes to the start: after {@code after}, or to now. */
  void begin(@Nullable ResumeToken after, boolean chatIsOver) {
    if (after != null) {
      cursor = after;
      first = readPage();
    } else if (chatIsOver) {
      first = lastIfEnd();
      over = true;
    } else {
      ResumeToken now = fanOut.join(chat, queue);
      joinedAt = now;
      cursor = now;
      live = true;
    }
  }

  /** Whether nothing follows: the chat is over and everything of it was given. */
  boolean over() {
    return over && first.isEmpty();
  }

  /**
   * The next events in order, waiting up to {@code patience} for them; none when none came. While
   * the store is away, none come.
   *
   * @throws ChatwardenException when the watch failed: the subscriber was too slow, its token
   *     expired, the server drains
   */
  List<SharedEvent> next(Duration patience) throws InterruptedException {
    if (!first.isEmpty()) {
      List<SharedEvent> events = first;
      first = List.of();
      return events;
    }
    long deadline = System.nanoTime() + patience.toNanos();
    Backoff backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
    while (!over && queue.fault() == null) {
      Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
      try {
        List<SharedEvent> events = live ? takeLive(left) : readPage();
        if (!events.isEmpty() || (live && left.isZero())) {
          return events;
        }
      } catch (ChatwardenException e) {
        FaultCode.UNAVAILABLE.orThrow(e);
        if (queue.fault() != null || left.isZero()) {
          return failOrNothing();
        }
        Duration pause = backoff.next();
        Thread.sleep(pause.compareTo(left) < 0 ? pause : left);
      }
    }
    return failOrNothing();
  }

  private List<SharedEvent> failOrNothing() {
    ChatwardenException fault = queue.fault();
    if (fault != null) {
      throw fault;
    }
    return List.of();
  }

  /**
   * Reads one page. The queue is attached before a page is read, never between reading and giving
   * it, so that a store that goes away in between costs no events. Whether the chat is over is
   * asked before, so that the page has everything that came before the end.
   */
  private List<SharedEvent> readPage() {
    if (nearHead && joinedAt == null) {
      joinedAt = fanOut.join(chat, queue);
    }
    boolean chatIsOver = fanOut.isOver(chat);
    List<WatchCommentsResponse> page = log.after(chat, cursor, PAGE);
    ResumeToken joined = joinedAt;
    if (page.isEmpty() && joined != null && !chatIsOver) {
      startLive(joined);
      return List.of();
    }
    List<SharedEvent> events = fresh(page.stream().map(SharedEvent::new).toList());
    nearHead = page.size() < PAGE;
    over = nearHead && chatIsOver && !isReadAgain(events);
    live = joined != null && cursor.compareTo(joined) >= 0;
    return events;
  }

  /** Whether a session began after the last that ended: a moment ago, as the chat was over then. */
  private static boolean isReadAgain(List<SharedEvent> events) {
    for (SharedEvent event : events.reversed()) {
      if (event.isStart() || event.isEnd()) {
        return event.isStart();
      }
    }
    return false;
  }

  /** Goes on after an end only if another session reads the chat. */
  private List<SharedEvent> takeLive(Duration patience) throws InterruptedException {
    if (ended) {
      over = fanOut.isOver(chat);
      ended = false;
    }
    return over ? List.of() : fresh(queue.take(patience));
  }

  /** Nothing is stored after the cursor, so that everything to come is in the queue. */
  private void startLive(ResumeToken joined) {
    if (cursor.compareTo(joined) > 0) {
      // A token from the future, as after a loss of the store, must not hide what comes.
      ResumeToken latest = log.latest(chat).orElse(ResumeToken.BEGINNING);
      cursor = cursor.compareTo(latest) > 0 ? latest : cursor;
    }
    live = true;
  }

  /** Those after the cursor; moves the cursor. */
  private List<SharedEvent> fresh(List<SharedEvent> events) {
    int begin = 0;
    while (begin < events.size() && events.get(begin).token().compareTo(cursor) <= 0) {
      begin++;
    }
    List<SharedEvent> fresh = events.subList(begin, events.size());
    for (SharedEvent event : fresh) {
      cursor = event.token();
      ended = event.isEnd() || (ended && !event.isStart());
    }
    return fresh;
  }

  private List<SharedEvent> lastIfEnd() {
    ResumeToken latest = log.latest(chat).orElse(ResumeToken.BEGINNING);
    if (latest.equals(ResumeToken.BEGINNING)) {
      return List.of();
    }
    try {
      return log.after(chat, before(latest), 1).stream()
          .filter(WatchCommentsResponse::hasEnded)
          .map(SharedEvent::new)
          .toList();
    } catch (ChatwardenException e) {
      FaultCode.OUT_OF_RANGE.orThrow(e);
      return List.of();
    }
  }

  private static ResumeToken before(ResumeToken token) {
    return token.sequence() > 0
        ? new ResumeToken(token.millis(), token.sequence() - 1)
        : new ResumeToken(token.millis() - 1, Long.MAX_VALUE);
  }

  /** Why the watch failed, if it did. */
  @Nullable ChatwardenException fault() {
    return queue.fault();
  }

  /** Ends the watch with {@code fault}. */
  void fail(ChatwardenException fault) {
    queue.fail(fault);
  }

  /** Gives the place free. May be called again. */
  @Override
  public void close() {
    fanOut.leave(this, chat, queue);
  }
}
