package chatwarden.ingest.deadletter;

import chatwarden.account.v1.AccountRecord;
import chatwarden.account.v1.DeadLetterServiceGrpc.DeadLetterServiceImplBase;
import chatwarden.account.v1.EraseDeadLettersRequest;
import chatwarden.account.v1.EraseDeadLettersResponse;
import chatwarden.account.v1.ListDeadLettersRequest;
import chatwarden.account.v1.ListDeadLettersResponse;
import chatwarden.broker.DeadLetterScan;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.grpc.StatusMapper;
import chatwarden.store.comment.CommentStore;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;

/** The dead letters of accounts. Runs on virtual threads, which it blocks. */
public final class DeadLetterGrpcService extends DeadLetterServiceImplBase {

  private static final int DEFAULT_SIZE = 50;
  private static final int MAX_SIZE = 1_000;
  private static final int MAX_PLACE_DIGITS = 9;

  private final DeadLetterScan scan;
  private final CommentStore comments;

  /** A service on the dead letters of the broker. */
  public DeadLetterGrpcService(DeadLetterScan scan, CommentStore comments) {
    this.scan = scan;
    this.comments = comments;
  }

  @Override
  public void listDeadLetters(
      ListDeadLettersRequest request, StreamObserver<ListDeadLettersResponse> observer) {
    answer(observer, () -> list(request));
  }

  /** The order of the dead letters is the same after each scan, so a page begins after so many. */
  private ListDeadLettersResponse list(ListDeadLettersRequest request) throws InterruptedException {
    int size = size(request.getPageSize());
    long skipped = place(request.getPageToken());
    List<AccountRecord> page = new ArrayList<>();
    AtomicLong found = new AtomicLong();
    scan.run(
        message -> {
          AccountLetter.of(message, request.getAuthorId(), request.getChat(), (chat, id) -> true)
              .records()
              .forEach(
                  record -> {
                    if (found.getAndIncrement() >= skipped && page.size() < size) {
                      page.add(record);
                    }
                  });
          return message.body();
        });
    long next = skipped + page.size();
    return ListDeadLettersResponse.newBuilder()
        .addAllRecords(page)
        .setNextPageToken(next < found.get() ? Long.toString(next) : "")
        .build();
  }

  private static int size(int size) {
    if (size < 0 || size > MAX_SIZE) {
      throw InvalidInputException.of("page_size", size + " (expected: 1 to " + MAX_SIZE + ")");
    }
    return size == 0 ? DEFAULT_SIZE : size;
  }

  private static long place(String token) {
    if (!token.matches("\\d{0," + MAX_PLACE_DIGITS + "}")) {
      throw InvalidInputException.of(
          "page_token", "was not given for this query (expected: that of the page before)");
    }
    return token.isEmpty() ? 0 : Long.parseLong(token);
  }

  @Override
  public void eraseDeadLetters(
      EraseDeadLettersRequest request, StreamObserver<EraseDeadLettersResponse> observer) {
    answer(
        observer,
        () -> {
          AtomicLong erased = new AtomicLong();
          scan.run(
              message -> {
                AccountLetter letter =
                    AccountLetter.of(
                        message,
                        request.getAuthorId(),
                        request.getChat(),
                        (chat, id) -> comments.get(chat, id).isPresent());
                if (letter.isChanged(message)) {
                  erased.addAndGet(Math.max(1, letter.records().size()));
                }
                return letter.rest();
              });
          return EraseDeadLettersResponse.newBuilder().setErasedCount(erased.get()).build();
        });
  }

  private static <T> void answer(StreamObserver<T> observer, Callable<T> work) {
    T answer;
    try {
      answer = work.call();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      observer.onError(
          StatusMapper.toStatus(FaultCode.UNAVAILABLE.exception("ENDING", "the server ends", e)));
      return;
    } catch (CompletionException e) {
      observer.onError(StatusMapper.toStatus(e.getCause() == null ? e : e.getCause()));
      return;
    } catch (Exception e) {
      observer.onError(StatusMapper.toStatus(e));
      return;
    }
    observer.onNext(answer);
    observer.onCompleted();
  }
}
