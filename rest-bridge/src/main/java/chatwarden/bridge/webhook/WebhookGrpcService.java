package chatwarden.bridge.webhook;

import chatwarden.bridge.access.AccessControl;
import chatwarden.bridge.door.StoreCalls;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.limit.FieldRules;
import chatwarden.store.webhook.DeadDeliveryPage;
import chatwarden.store.webhook.WebhookChangePage;
import chatwarden.store.webhook.WebhookPlace;
import chatwarden.store.webhook.WebhookStore;
import chatwarden.webhook.v1.CreateWebhookRequest;
import chatwarden.webhook.v1.DeleteWebhookRequest;
import chatwarden.webhook.v1.GetWebhookRequest;
import chatwarden.webhook.v1.ListDeadDeliveriesRequest;
import chatwarden.webhook.v1.ListDeadDeliveriesResponse;
import chatwarden.webhook.v1.ListWebhookChangesRequest;
import chatwarden.webhook.v1.ListWebhookChangesResponse;
import chatwarden.webhook.v1.ListWebhooksRequest;
import chatwarden.webhook.v1.ListWebhooksResponse;
import chatwarden.webhook.v1.PauseWebhookRequest;
import chatwarden.webhook.v1.ReplayDeadDeliveriesRequest;
import chatwarden.webhook.v1.ReplayDeadDeliveriesResponse;
import chatwarden.webhook.v1.ResumeWebhookRequest;
import chatwarden.webhook.v1.TestWebhookRequest;
import chatwarden.webhook.v1.TestWebhookResponse;
import chatwarden.webhook.v1.Webhook;
import chatwarden.webhook.v1.WebhookServiceGrpc.WebhookServiceImplBase;
import chatwarden.webhook.v1.WebhookState;
import com.google.protobuf.Empty;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The webhooks, as {@code WebhookService}. Answers on virtual threads. */
public final class WebhookGrpcService extends WebhookServiceImplBase {

  private final Webhooks webhooks;
  private final WebhookStore store;
  private final StoreCalls calls;

  /** A door to the webhooks. */
  public WebhookGrpcService(Webhooks webhooks, StoreCalls calls) {
    this.webhooks = webhooks;
    this.store = webhooks.store();
    this.calls = calls;
  }

  @Override
  public void createWebhook(CreateWebhookRequest request, StreamObserver<Webhook> observer) {
    String caller = AccessControl.currentCaller();
    calls.answer(observer, () -> create(request, caller));
  }

  private Webhook create(CreateWebhookRequest request, String caller) {
    Set<String> types =
        webhooks.sources().stream()
            .flatMap(source -> source.types().stream())
            .collect(Collectors.toSet());
    WebhookRequests.NewWebhook asked = WebhookRequests.read(request, webhooks.rules(), types);
    Webhook webhook =
        Webhook.newBuilder()
            .setId(asked.id())
            .setUri(asked.uri())
            .addAllEvents(asked.events())
            .addAllChats(asked.chats())
            .setCaller(caller)
            .setCreateTime(Timestamps.fromMillis(webhooks.clock().millis()))
            .build();
    store.create(webhook, webhooks.secrets().seal(asked.id(), asked.key()), places(webhook));
    return find(asked.id());
  }

  /** It begins after what has happened so far. */
  private Map<String, WebhookPlace> places(Webhook webhook) {
    Map<String, WebhookPlace> places = new HashMap<>();
    for (WebhookSource source : webhooks.sources()) {
      for (String chat : webhook.getChatsList()) {
        places.put(source.name() + ":" + chat, WebhookPlace.after(source.latest(chat)));
      }
    }
    return places;
  }

  private Webhook find(String id) {
    return store.find(WebhookRequests.id(id)).orElseThrow(WebhookRequests::unknown);
  }

  @Override
  public void listWebhooks(
      ListWebhooksRequest request, StreamObserver<ListWebhooksResponse> observer) {
    calls.answer(observer, () -> page(request));
  }

  private ListWebhooksResponse page(ListWebhooksRequest request) {
    var type = request.getDescriptorForType();
    long most = (long) FieldRules.bounds(type, "page_size").most();
    int size = request.getPageSize();
    if (size < 0 || size > most) {
      throw InvalidInputException.of("page_size", size + " (expected: 1 to " + most + ")");
    }
    long wanted = size == 0 ? (long) FieldRules.defaultNumber(type, "page_size") : size;
    List<Webhook> rest =
        store.list().stream()
            .filter(webhook -> webhook.getId().compareTo(request.getPageToken()) > 0)
            .toList();
    List<Webhook> page = rest.stream().limit(wanted).toList();
    return ListWebhooksResponse.newBuilder()
        .addAllWebhooks(page)
        .setNextPageToken(page.size() < rest.size() ? page.getLast().getId() : "")
        .build();
  }

  @Override
  public void testWebhook(
      TestWebhookRequest request, StreamObserver<TestWebhookResponse> observer) {
    calls.answer(observer, () -> test(find(request.getId())));
  }

  private TestWebhookResponse test(Webhook webhook) throws InterruptedException {
    Instant now = webhooks.clock().instant();
    WebhookMessage message =
        WebhookMessage.of(UUID.randomUUID().toString(), "test", now, Empty.getDefaultInstance());
    String id = WebhookPost.id(webhook, webhook.getChats(0), message);
    long start = System.nanoTime();
    WebhookAnswer answer = webhooks.post().send(webhook, id, message.body(webhook.getChats(0)));
    return TestWebhookResponse.newBuilder()
        .setStatus(answer.status())
        .setProblem(answer.problem())
        .setDuration(Durations.fromMillis((System.nanoTime() - start) / 1_000_000))
        .build();
  }

  @Override
  public void pauseWebhook(PauseWebhookRequest request, StreamObserver<Webhook> observer) {
    String caller = AccessControl.currentCaller();
    calls.answer(
        observer,
        () -> {
          Webhook before = find(request.getId());
          if (before.getState() != WebhookState.WEBHOOK_PAUSED) {
            known(store.pause(request.getId(), "", caller));
          }
          return find(request.getId());
        });
  }

  @Override
  public void resumeWebhook(ResumeWebhookRequest request, StreamObserver<Webhook> observer) {
    String caller = AccessControl.currentCaller();
    calls.answer(
        observer,
        () -> {
          Webhook before = find(request.getId());
          if (before.getState() == WebhookState.WEBHOOK_PAUSED) {
            known(store.resume(request.getId(), caller));
          }
          return find(request.getId());
        });
  }

  private static void known(boolean isThere) {
    if (!isThere) {
      throw WebhookRequests.unknown();
    }
  }

  @Override
  public void listDeadDeliveries(
      ListDeadDeliveriesRequest request, StreamObserver<ListDeadDeliveriesResponse> observer) {
    calls.answer(
        observer,
        () -> {
          String id = find(request.getId()).getId();
          DeadDeliveryPage page = store.dead(id, request.getPageSize(), request.getPageToken());
          return ListDeadDeliveriesResponse.newBuilder()
              .addAllDeliveries(page.deliveries())
              .setNextPageToken(page.nextPageToken())
              .build();
        });
  }

  @Override
  public void replayDeadDeliveries(
      ReplayDeadDeliveriesRequest request, StreamObserver<ReplayDeadDeliveriesResponse> observer) {
    String caller = AccessControl.currentCaller();
    calls.answer(
        observer,
        () -> {
          Webhook webhook = find(request.getId());
          if (webhook.getState() == WebhookState.WEBHOOK_PAUSED) {
            throw FaultCode.FAILED_PRECONDITION.exception(
                "WEBHOOK_PAUSED", "the webhook is paused; resume it first");
          }
          return ReplayDeadDeliveriesResponse.newBuilder()
              .setReplayingCount(store.replay(webhook.getId(), caller))
              .build();
        });
  }

  @Override
  public void listWebhookChanges(
      ListWebhookChangesRequest request, StreamObserver<ListWebhookChangesResponse> observer) {
    calls.answer(
        observer,
        () -> {
          WebhookChangePage page = store.changes(request.getPageSize(), request.getPageToken());
          return ListWebhookChangesResponse.newBuilder()
              .addAllChanges(page.changes())
              .setNextPageToken(page.nextPageToken())
              .build();
        });
  }

  @Override
  public void getWebhook(GetWebhookRequest request, StreamObserver<Webhook> observer) {
    calls.answer(observer, () -> find(request.getId()));
  }

  @Override
  public void deleteWebhook(DeleteWebhookRequest request, StreamObserver<Empty> observer) {
    String caller = AccessControl.currentCaller();
    calls.answer(
        observer,
        () -> {
          known(store.delete(WebhookRequests.id(request.getId()), caller));
          return Empty.getDefaultInstance();
        });
  }
}
