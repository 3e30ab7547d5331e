package chatwarden.bridge.account;

import chatwarden.account.v1.AccountServiceGrpc.AccountServiceImplBase;
import chatwarden.account.v1.DeadLetterServiceGrpc;
import chatwarden.account.v1.DeadLetterServiceGrpc.DeadLetterServiceBlockingStub;
import chatwarden.account.v1.EraseAccountRequest;
import chatwarden.account.v1.EraseAccountResponse;
import chatwarden.account.v1.EraseDeadLettersRequest;
import chatwarden.account.v1.ExportAccountRequest;
import chatwarden.account.v1.ExportAccountResponse;
import chatwarden.account.v1.ListDeadLettersRequest;
import chatwarden.account.v1.ListDeadLettersResponse;
import chatwarden.account.v1.PseudonymizeReviewerRequest;
import chatwarden.account.v1.PseudonymizeReviewerResponse;
import chatwarden.bridge.access.AccessControl;
import chatwarden.bridge.door.StoreCalls;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.personal.AccountPage;
import chatwarden.store.personal.AccountScope;
import chatwarden.store.personal.ErasureCounts;
import chatwarden.store.personal.PersonalDataStore;
import chatwarden.store.review.Reviewer;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The accounts, as {@code AccountService}: the store's part by itself, the dead letters by
 * chat-ingest. Answers on virtual threads.
 */
public final class AccountGrpcService extends AccountServiceImplBase {

  /** Before the tokens of pages of dead letters, which come after those of the store. */
  private static final String DEAD_LETTERS = "dead-letters.";

  private static final Logger log = LoggerFactory.getLogger(AccountGrpcService.class);

  private final PersonalDataStore accounts;
  private final Channel ingest;
  private final Duration timeout;
  private final StoreCalls calls;

  /**
   * A door to the accounts.
   *
   * @param timeout how long chat-ingest may take
   */
  public AccountGrpcService(
      PersonalDataStore accounts, Channel ingest, Duration timeout, StoreCalls calls) {
    this.accounts = accounts;
    this.ingest = ingest;
    this.timeout = timeout;
    this.calls = calls;
  }

  @Override
  public void exportAccount(
      ExportAccountRequest request, StreamObserver<ExportAccountResponse> observer) {
    String caller = AccessControl.currentCaller();
    calls.answer(
        observer,
        () -> {
          AccountScope scope = new AccountScope(request.getAuthorId(), request.getChat());
          Reviewer reviewer = new Reviewer(request.getReviewer(), caller);
          if (request.getPageToken().startsWith(DEAD_LETTERS)) {
            return deadLetters(scope, request);
          }
          AccountPage page =
              accounts.export(scope, reviewer, request.getPageSize(), request.getPageToken());
          if (request.getPageToken().isEmpty()) {
            log.info(
                "Exporting account={} reviewer={} caller={}",
                accounts.pseudonym(scope.authorId()),
                reviewer.name(),
                caller);
          }
          return ExportAccountResponse.newBuilder()
              .addAllRecords(page.records())
              .setNextPageToken(
                  page.nextPageToken().isEmpty() ? DEAD_LETTERS : page.nextPageToken())
              .setAuthorHash(accounts.pseudonym(scope.authorId()))
              .build();
        });
  }

  private ExportAccountResponse deadLetters(AccountScope scope, ExportAccountRequest request) {
    ListDeadLettersRequest asked =
        ListDeadLettersRequest.newBuilder()
            .setAuthorId(scope.authorId())
            .setChat(scope.chat())
            .setPageSize(request.getPageSize())
            .setPageToken(request.getPageToken().substring(DEAD_LETTERS.length()))
            .build();
    ListDeadLettersResponse page = ask(stub -> stub.listDeadLetters(asked));
    return ExportAccountResponse.newBuilder()
        .addAllRecords(page.getRecordsList())
        .setNextPageToken(
            page.getNextPageToken().isEmpty() ? "" : DEAD_LETTERS + page.getNextPageToken())
        .setAuthorHash(accounts.pseudonym(scope.authorId()))
        .build();
  }

  @Override
  public void eraseAccount(
      EraseAccountRequest request, StreamObserver<EraseAccountResponse> observer) {
    String caller = AccessControl.currentCaller();
    calls.answer(
        observer,
        () -> {
          AccountScope scope = new AccountScope(request.getAuthorId(), request.getChat());
          Reviewer reviewer = new Reviewer(request.getReviewer(), caller);
          String pseudonym = accounts.pseudonym(scope.authorId());
          log.info("Erasing account={} reviewer={} caller={}", pseudonym, reviewer.name(), caller);
          ErasureCounts counts = accounts.erase(scope, reviewer);
          // After the store: a proposal that is a dead letter is known by its comment, which has
          // gone.
          EraseDeadLettersRequest asked =
              EraseDeadLettersRequest.newBuilder()
                  .setAuthorId(scope.authorId())
                  .setChat(scope.chat())
                  .build();
          long letters = ask(stub -> stub.eraseDeadLetters(asked)).getErasedCount();
          log.info("Erased account={}", pseudonym);
          return EraseAccountResponse.newBuilder()
              .setCommentCount(counts.comments())
              .setEventCount(counts.events())
              .setBanCount(counts.bans())
              .setAuditEntryCount(counts.auditEntries())
              .setFeedbackCount(counts.feedback())
              .setNoteCount(counts.notes())
              .setDeadLetterCount(letters)
              .setAuthorHash(pseudonym)
              .build();
        });
  }

  @Override
  public void pseudonymizeReviewer(
      PseudonymizeReviewerRequest request, StreamObserver<PseudonymizeReviewerResponse> observer) {
    String caller = AccessControl.currentCaller();
    calls.answer(
        observer,
        () -> {
          Reviewer reviewer = new Reviewer(request.getReviewer(), caller);
          long changed = accounts.pseudonymize(request.getName(), request.getCaller(), reviewer);
          return PseudonymizeReviewerResponse.newBuilder().setChangedCount(changed).build();
        });
  }

  private <T> T ask(Function<DeadLetterServiceBlockingStub, T> call) {
    try {
      return call.apply(
          DeadLetterServiceGrpc.newBlockingStub(ingest)
              .withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS));
    } catch (StatusRuntimeException e) {
      throw FaultCode.UNAVAILABLE.exception(
          "DEAD_LETTERS_UNAVAILABLE",
          "chat-ingest cannot go through the dead letters now ("
              + e.getStatus().getCode()
              + "); repeat the call",
          e);
    }
  }
}
