package chatwarden.bridge.author;

import chatwarden.author.v1.AddAuthorNoteRequest;
import chatwarden.author.v1.AuthorCard;
import chatwarden.author.v1.AuthorNote;
import chatwarden.author.v1.AuthorServiceGrpc.AuthorServiceImplBase;
import chatwarden.author.v1.DeleteAuthorNoteRequest;
import chatwarden.author.v1.GetAuthorRequest;
import chatwarden.bridge.access.AccessControl;
import chatwarden.bridge.door.StoreCalls;
import chatwarden.domain.chat.ChatIds;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.limit.CommentLimits;
import chatwarden.store.author.AuthorStore;
import chatwarden.store.review.Reviewer;
import com.google.protobuf.Empty;
import io.grpc.stub.StreamObserver;

/** The authors of chats, as {@code AuthorService}. Answers on virtual threads. */
public final class AuthorGrpcService extends AuthorServiceImplBase {

  private final AuthorStore authors;
  private final StoreCalls calls;

  /** A door to {@code authors}. */
  public AuthorGrpcService(AuthorStore authors, StoreCalls calls) {
    this.authors = authors;
    this.calls = calls;
  }

  @Override
  public void getAuthor(GetAuthorRequest request, StreamObserver<AuthorCard> observer) {
    calls.answer(
        observer,
        () ->
            authors.card(
                ChatIds.check("chat", request.getChat()), checkAuthor(request.getAuthor())));
  }

  @Override
  public void addAuthorNote(AddAuthorNoteRequest request, StreamObserver<AuthorNote> observer) {
    String caller = AccessControl.currentCaller();
    calls.answer(
        observer,
        () ->
            authors.addNote(
                ChatIds.check("chat", request.getChat()),
                checkAuthor(request.getAuthor()),
                request.getText(),
                new Reviewer(request.getReviewer(), caller)));
  }

  @Override
  public void deleteAuthorNote(DeleteAuthorNoteRequest request, StreamObserver<Empty> observer) {
    calls.answer(
        observer,
        () -> {
          authors.deleteNote(
              ChatIds.check("chat", request.getChat()),
              checkAuthor(request.getAuthor()),
              request.getId());
          return Empty.getDefaultInstance();
        });
  }

  private static String checkAuthor(String author) {
    if (author.isEmpty()) {
      throw InvalidInputException.of("author", "is empty (expected: the id of an author)");
    }
    CommentLimits.problemOfName(author)
        .ifPresent(
            problem -> {
              throw InvalidInputException.of("author", problem);
            });
    return author;
  }
}
