package chatwarden.ingest.session;

import chatwarden.livechat.v1.Session;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.session.SessionLease;
import chatwarden.store.session.SessionPage;
import chatwarden.store.session.SessionStore;
import chatwarden.type.v1.ChatState;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Sessions in memory, with leases that expire by the machine's clock. */
final class MemorySessions implements SessionStore {
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private int fences;
  private int created;
  private boolean away;

  private static final class Entry {
    Session session = Session.getDefaultInstance();
    Optional<byte[]> checkpoint = Optional.empty();
    boolean stopRequested;
    int fence;
    long heldUntil;
    int checkpointsSaved;
    long published;
  }

  /** Whether the store fails every call from now on. */
  synchronized void away(boolean value) {
    away = value;
  }

  /** Takes every lease away, as if it had run out and another server had taken it. */
  synchronized void stealLeases() {
    for (Entry entry : entries.values()) {
      entry.fence = ++fences;
      entry.heldUntil = Long.MAX_VALUE;
    }
  }

  /** Loses every session, as a store that was emptied. */
  synchronized void forgetAll() {
    stealLeases();
    entries.clear();
  }

  /** Frees every lease, as if its time had run out. */
  synchronized void expireLeases() {
    entries.values().forEach(entry -> entry.heldUntil = 0);
  }

  synchronized boolean isHeld(String id) {
    return entry(id).heldUntil > System.nanoTime() && entry(id).fence > 0;
  }

  synchronized Optional<byte[]> checkpoint(String id) {
    return entry(id).checkpoint;
  }

  synchronized int checkpointsSaved(String id) {
    return entry(id).checkpointsSaved;
  }

  /** How many messages the session had published at the last checkpoint. */
  synchronized long published(String id) {
    return entry(id).published;
  }

  @Override
  public synchronized Session create(Session wish) {
    Entry entry = new Entry();
    String id = "s" + ++created;
    entry.session = wish.toBuilder().setId(id).setState(ChatState.LIVE).build();
    entries.put(id, entry);
    return entry.session;
  }

  @Override
  public synchronized Optional<Session> get(String id) {
    return Optional.ofNullable(entries.get(id)).map(entry -> entry.session);
  }

  @Override
  public SessionPage list(int pageSize, String pageToken) {
    throw new UnsupportedOperationException();
  }

  @Override
  public synchronized Session requestStop(String id) {
    entry(id).stopRequested = true;
    return entry(id).session;
  }

  @Override
  public synchronized Optional<SessionLease> claim(String owner, Duration ttl) {
    requireThere();
    for (Entry entry : entries.values()) {
      boolean live = entry.session.getState() == ChatState.LIVE;
      if (live && (entry.fence == 0 || entry.heldUntil - System.nanoTime() <= 0)) {
        entry.fence = ++fences;
        entry.heldUntil = System.nanoTime() + ttl.toNanos();
        return Optional.of(new Lease(entry, entry.fence, ttl));
      }
    }
    return Optional.empty();
  }

  private Entry entry(String id) {
    return Optional.ofNullable(entries.get(id)).orElseThrow();
  }

  private void requireThere() {
    if (away) {
      throw FaultCode.UNAVAILABLE.exception("STORE_UNAVAILABLE", "away");
    }
  }

  private final class Lease implements SessionLease {
    private final Entry entry;
    private final int fence;
    private final Duration ttl;

    Lease(Entry entry, int fence, Duration ttl) {
      this.entry = entry;
      this.fence = fence;
      this.ttl = ttl;
    }

    private Entry held() {
      requireThere();
      if (entry.fence != fence) {
        throw FaultCode.FAILED_PRECONDITION.exception("LEASE_LOST", "another server's");
      }
      return entry;
    }

    @Override
    public Session session() {
      return entry.session;
    }

    @Override
    public long fence() {
      return fence;
    }

    @Override
    public Optional<byte[]> checkpoint() {
      synchronized (MemorySessions.this) {
        return held().checkpoint;
      }
    }

    @Override
    public boolean stopRequested() {
      synchronized (MemorySessions.this) {
        return held().stopRequested;
      }
    }

    @Override
    public boolean renew() {
      synchronized (MemorySessions.this) {
        requireThere();
        if (entry.fence != fence) {
          return false;
        }
        entry.heldUntil = System.nanoTime() + ttl.toNanos();
        return true;
      }
    }

    @Override
    public void saveCheckpoint(byte[] checkpoint, long published) {
      synchronized (MemorySessions.this) {
        Entry held = held();
        if (checkpoint.length > 0) {
          held.checkpoint = Optional.of(checkpoint);
        }
        held.published = published;
        held.checkpointsSaved++;
      }
    }

    @Override
    public void reject(String place) {
      synchronized (MemorySessions.this) {
        Session session = held().session;
        entry.session =
            session.toBuilder()
                .setRejectedCount(session.getRejectedCount() + 1)
                .setLastRejection(place)
                .build();
      }
    }

    @Override
    public void noteWay(String account, String problem) {
      synchronized (MemorySessions.this) {
        entry.session =
            held().session.toBuilder().setAccount(account).setAccountProblem(problem).build();
      }
    }

    @Override
    public void finish(ChatState state, String reason) {
      synchronized (MemorySessions.this) {
        held().session = entry.session.toBuilder().setState(state).setReason(reason).build();
        entry.fence = 0;
      }
    }

    @Override
    public void close() {
      synchronized (MemorySessions.this) {
        if (!away && entry.fence == fence) {
          entry.fence = 0;
          entry.heldUntil = 0;
        }
      }
    }
  }
}
