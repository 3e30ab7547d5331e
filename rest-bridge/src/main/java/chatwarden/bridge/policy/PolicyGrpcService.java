package chatwarden.bridge.policy;

import chatwarden.bridge.door.StoreCalls;
import chatwarden.bridge.settings.SettingsPreview;
import chatwarden.domain.chat.ChatIds;
import chatwarden.domain.policy.ChatPolicy;
import chatwarden.policy.v1.BacktestSettingsRequest;
import chatwarden.policy.v1.BacktestSettingsResponse;
import chatwarden.policy.v1.PolicyServiceGrpc.PolicyServiceImplBase;
import chatwarden.policy.v1.ReplayCommentsRequest;
import chatwarden.policy.v1.ReplayCommentsResponse;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.limit.FieldRules;
import chatwarden.runtime.limit.NumberBounds;
import chatwarden.settings.v1.ChatSettings;
import chatwarden.settings.v1.UpdateChatSettingsRequest;
import chatwarden.store.comment.CommentStore;
import chatwarden.store.review.ReviewStore;
import chatwarden.store.settings.SessionDefaults;
import chatwarden.store.settings.SettingsStore;
import com.google.protobuf.Descriptors.Descriptor;
import io.grpc.Channel;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Back-tests and replays, as {@code PolicyService}. Answers on virtual threads. */
public final class PolicyGrpcService extends PolicyServiceImplBase {

  /** How many comments are worked on together while no model is asked about all of them. */
  private static final int STORED_SLICE = 1_000;

  /** How many are, while one is. */
  private static final int ASKED_SLICE = 128;

  private static final Duration MODEL_LIMIT = Duration.ofSeconds(10);

  private final CommentStore comments;
  private final SettingsStore settings;
  private final ReviewStore reviews;
  private final BackfillClassifier classifier;
  private final BackfillTagger tagger;
  private final StoreCalls calls;

  /** A door to the stored comments and the servers of both stages. */
  public PolicyGrpcService(
      CommentStore comments,
      SettingsStore settings,
      ReviewStore reviews,
      Channel classifier,
      Channel tagger,
      StoreCalls calls) {
    this.comments = comments;
    this.settings = settings;
    this.reviews = reviews;
    this.classifier = new BackfillClassifier(classifier, MODEL_LIMIT);
    this.tagger = new BackfillTagger(tagger, MODEL_LIMIT);
    this.calls = calls;
  }

  @Override
  public void backtestSettings(
      BacktestSettingsRequest request, StreamObserver<BacktestSettingsResponse> observer) {
    calls.answer(observer, () -> backtest(request, isGone(observer)));
  }

  private BacktestSettingsResponse backtest(
      BacktestSettingsRequest request, BooleanSupplier isGone) {
    String chat = ChatIds.check("chat", request.getChat());
    Descriptor type = BacktestSettingsRequest.getDescriptor();
    int most = size(type, "page_size", request.getPageSize());
    int examples = bounded(type, "max_examples", request.getMaxExamples());
    ChatSettings before = settings.get(chat);
    UpdateChatSettingsRequest.Builder update =
        UpdateChatSettingsRequest.newBuilder().setSettings(request.getSettings());
    if (request.hasUpdateMask()) {
      update.setUpdateMask(request.getUpdateMask());
    }
    SessionDefaults session = settings.sessionDefaults(chat);
    ChatPolicy now = policy(before, session);
    ChatPolicy then = policy(SettingsPreview.of(before, update.build()), session);
    boolean usesStored = request.getModel().isEmpty() && then.language().equals(now.language());
    PolicyRun run = new PolicyRun(then, classifier, request.getModel(), usesStored);
    BacktestTally tally = new BacktestTally(examples);
    StoredPages pages =
        new StoredPages(
            comments,
            chat,
            StoredPages.filter(
                request.hasStartTime(),
                request.getStartTime(),
                request.hasEndTime(),
                request.getEndTime()),
            false,
            usesStored ? STORED_SLICE : ASKED_SLICE);
    String next =
        pages.read(
            most, request.getPageToken(), isGone, slice -> run.run(slice).forEach(tally::add));
    return tally.response(next);
  }

  @Override
  public void replayComments(
      ReplayCommentsRequest request, StreamObserver<ReplayCommentsResponse> observer) {
    calls.answer(observer, () -> replay(request, isGone(observer)));
  }

  private ReplayCommentsResponse replay(ReplayCommentsRequest request, BooleanSupplier isGone) {
    String chat = ChatIds.check("chat", request.getChat());
    Descriptor type = ReplayCommentsRequest.getDescriptor();
    int most = size(type, "page_size", request.getPageSize());
    ReplayTally tally =
        new ReplayTally(bounded(type, "max_differences", request.getMaxDifferences()));
    ChatPolicy policy = policy(settings.get(chat), settings.sessionDefaults(chat));
    CommentReplay replay =
        new CommentReplay(new PolicyRun(policy, classifier, "", false), tagger, tally);
    StoredPages pages =
        new StoredPages(
            comments,
            chat,
            StoredPages.filter(
                request.hasStartTime(),
                request.getStartTime(),
                request.hasEndTime(),
                request.getEndTime()),
            true,
            ASKED_SLICE);
    String next = pages.read(most, request.getPageToken(), isGone, replay::add);
    ReplayCommentsResponse.Builder response = tally.response().setNextPageToken(next);
    tally
        .firstOfSettings()
        .ifPresent(
            time ->
                response.addAllSettingsChanges(CommentReplay.settingsChanges(reviews, chat, time)));
    return response.build();
  }

  private static ChatPolicy policy(ChatSettings settings, SessionDefaults session) {
    return ChatPolicy.of(settings, session.flagThreshold(), session.language());
  }

  private static BooleanSupplier isGone(StreamObserver<?> observer) {
    return () -> observer instanceof ServerCallStreamObserver<?> call && call.isCancelled();
  }

  private static int size(Descriptor type, String field, int given) {
    return given == 0 ? (int) FieldRules.defaultNumber(type, field) : bounded(type, field, given);
  }

  private static int bounded(Descriptor type, String field, int given) {
    NumberBounds bounds = FieldRules.bounds(type, field);
    if (!bounds.contains(given)) {
      throw InvalidInputException.of(field, given + " (expected: " + bounds + ")");
    }
    return given;
  }
}
