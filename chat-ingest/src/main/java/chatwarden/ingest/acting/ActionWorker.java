package chatwarden.ingest.acting;

import chatwarden.action.v1.Account;
import chatwarden.domain.action.ActionRules;
import chatwarden.domain.source.SourceAddress;
import chatwarden.runtime.error.FaultWords;
import chatwarden.store.account.AccountStore;
import chatwarden.store.action.Acting;
import chatwarden.store.action.ActingStores;
import chatwarden.store.action.StoredAction;
import chatwarden.store.comment.CommentStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One round after the other: relays the decisions of the chats that act, and has the due actions of
 * each account sent, one at a time by one process at a time, bans and time-outs before deletions.
 * Rounds run on one thread, and the actions of an account on a thread of its own.
 */
final class ActionWorker implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ActionWorker.class);

  /** So many due actions of a chat are taken a round. */
  private static final int SLICE = 50;

  private final CommentStore comments;
  private final ActingStores stores;
  private final AccountStore accounts;
  private final ActionSender sender;
  private final Map<String, PlatformActions> platforms;
  private final ActingMetrics metrics;
  private final InstantSource clock;
  private final Duration lease;
  private final String holder = UUID.randomUUID().toString();
  private final Set<String> busy = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private String lastProblem = "";

  ActionWorker(
      CommentStore comments,
      ActingStores stores,
      AccountStore accounts,
      ActionSender sender,
      Map<String, PlatformActions> platforms,
      ActingMetrics metrics,
      InstantSource clock,
      Duration lease) {
    this.comments = comments;
    this.stores = stores;
    this.accounts = accounts;
    this.sender = sender;
    this.platforms = Map.copyOf(platforms);
    this.metrics = metrics;
    this.clock = clock;
    this.lease = lease;
  }

  /** An action with its way to the platform. */
  private record Due(StoredAction action, ActingTarget target) {}

  /** Runs one round. A fault of the store is logged when its reason is a new one. */
  void round() {
    try {
      Map<String, List<Due>> ofAccounts = new HashMap<>();
      long open = 0;
      List<Account> connected = accounts.list();
      for (String chat : stores.modes().chats()) {
        stores.relay().relay(chat);
        collect(chat, connected, ofAccounts);
        open += stores.actions().openCount(chat);
      }
      metrics.open(open);
      ofAccounts.forEach(this::start);
      lastProblem = "";
    } catch (RuntimeException e) {
      String problem = FaultWords.of(e);
      if (!problem.equals(lastProblem) && !Thread.currentThread().isInterrupted()) {
        log.warn("Failed to look for actions problem={}", problem);
        lastProblem = problem;
      }
    }
  }

  private void collect(String chat, List<Account> connected, Map<String, List<Due>> ofAccounts) {
    Acting acting = stores.modes().get(chat);
    List<StoredAction> due = stores.actions().due(chat, clock.instant(), SLICE);
    if (due.isEmpty()) {
      if (!acting.isRelaying() && stores.actions().openCount(chat) == 0) {
        stores.modes().retire(chat);
      }
      return;
    }
    Optional<ActingTarget> target = target(chat, acting.account(), connected);
    for (StoredAction action : due) {
      if (target.isPresent()) {
        ofAccounts
            .computeIfAbsent(target.get().account().getId(), id -> new ArrayList<>())
            .add(new Due(action, target.get()));
      } else {
        sender.postpone(
            action, "NO_ACCOUNT", "no account, or more than one, could act; choose one");
      }
    }
  }

  private Optional<ActingTarget> target(String chat, String chosen, List<Account> connected) {
    Optional<SourceAddress> source =
        comments.chat(chat).map(known -> SourceAddress.parse(known.getSource()));
    if (source.isEmpty()) {
      return Optional.empty();
    }
    PlatformActions platform = platforms.get(source.get().scheme());
    List<Account> fitting =
        connected.stream()
            .filter(account -> source.get().is(account.getPlatform()))
            .filter(account -> chosen.isEmpty() || account.getId().equals(chosen))
            .toList();
    return platform == null || fitting.size() != 1
        ? Optional.empty()
        : Optional.of(new ActingTarget(fitting.getFirst(), platform, source.get()));
  }

  private void start(String account, List<Due> due) {
    if (busy.add(account)) {
      threads.execute(
          () -> {
            try {
              send(account, due);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
              log.warn("Failed to act account={} problem={}", account, FaultWords.of(e));
            } finally {
              busy.remove(account);
            }
          });
    }
  }

  private void send(String account, List<Due> due) throws InterruptedException {
    due.sort(Comparator.comparing(each -> isDeferrable(each.action())));
    for (Due each : due) {
      if (!accounts.hold(account, holder, lease)) {
        return; // Another process acts with it.
      }
      sender.send(each.action(), each.target());
    }
  }

  private static boolean isDeferrable(StoredAction stored) {
    return ActionRules.isDeferrable(stored.action().getKind());
  }

  /** Waits for the actions that are being sent. */
  void drain(Duration timeout) throws InterruptedException {
    threads.shutdown();
    var _ = threads.awaitTermination(timeout.toNanos(), TimeUnit.NANOSECONDS);
    accounts.list().forEach(account -> accounts.release(account.getId(), holder));
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
