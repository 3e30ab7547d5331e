package chatwarden.standalone.batch;

import chatwarden.runtime.error.FaultCode;
import chatwarden.standalone.batch.RowAnswer.Given;
import chatwarden.standalone.batch.RowAnswer.Missing;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Asks a model about texts; a text on which it fails has no answer, and the others have theirs. */
final class RowAnswers {
  private final RetryingModel model;

  RowAnswers(RetryingModel model) {
    this.model = model;
  }

  /** Returns an answer for each text; fails where the model cannot be asked at all. */
  CompletableFuture<List<RowAnswer>> of(List<String> texts) {
    if (texts.isEmpty()) {
      return CompletableFuture.completedFuture(List.of());
    }
    return model
        .answer(texts)
        .thenApply(RowAnswers::given)
        .exceptionallyCompose(fault -> oneByOne(texts, fault));
  }

  private static List<RowAnswer> given(List<? extends Message> messages) {
    return messages.stream().<RowAnswer>map(Given::new).toList();
  }

  private CompletableFuture<List<RowAnswer>> oneByOne(List<String> texts, Throwable fault) {
    Throwable cause = fault instanceof CompletionException ? fault.getCause() : fault;
    if (!FaultCode.INTERNAL.isOf(cause)) {
      return CompletableFuture.failedFuture(cause);
    }
    if (texts.size() == 1) {
      return CompletableFuture.completedFuture(
          List.of(new Missing("the model failed on this text")));
    }
    CompletableFuture<List<RowAnswer>> all = CompletableFuture.completedFuture(new ArrayList<>());
    for (String text : texts) {
      all = all.thenCombine(of(List.of(text)), RowAnswers::joined);
    }
    return all;
  }

  private static List<RowAnswer> joined(List<RowAnswer> some, List<RowAnswer> more) {
    List<RowAnswer> both = new ArrayList<>(some);
    both.addAll(more);
    return both;
  }
}
