package chatwarden.domain.policy;

import chatwarden.domain.policy.PhraseTree.Letter;
import chatwarden.text.Leetspeak;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Looks for the phrases of a tree in one text: also where their words are joined, spelled letter by
 * letter, separated by signs, stretched, or written with digits for letters. For one thread.
 */
final class LooseSearch {

  private final LooseText text;
  private final PhraseTree phrases;

  LooseSearch(LooseText text, PhraseTree phrases) {
    this.text = text;
    this.phrases = phrases;
  }

  /** A phrase as given, and the place in the loose text after its last letter. */
  private record End(String phrase, int place) {}

  /** Returns the first phrase, by its place in the text. */
  Optional<BlockMatch> find() {
    for (int place = 0; place < text.length(); place++) {
      Optional<End> found = text.mayBegin(place) ? findAt(place) : Optional.empty();
      if (found.isPresent()) {
        int begin = place;
        return found.map(end -> new BlockMatch(end.phrase(), text.original(begin, end.place())));
      }
    }
    return Optional.empty();
  }

  private Optional<End> findAt(int place) {
    return next(phrases.root(), place, LettersRead.NONE, first -> text.isEdge(first, place - 1));
  }

  /** Continues with the letters that may follow {@code letter} and are at {@code place}. */
  private Optional<End> next(
      Letter letter, int place, LettersRead read, Predicate<Letter> allowed) {
    if (place >= text.length()) {
      return Optional.empty();
    }
    int written = text.at(place);
    Optional<End> found =
        letter.next(written).filter(allowed).flatMap(next -> after(next, place + 1, read.letter()));
    if (found.isPresent() || Leetspeak.letters(written).isEmpty()) {
      return found;
    }
    return letter.next().stream()
        .filter(next -> next.codePoint() != written && text.reads(place, next.codePoint()))
        .filter(allowed)
        .flatMap(next -> after(next, place + 1, read.instead(written)).stream())
        .findFirst();
  }

  /** Continues after {@code letter}, which ends before {@code place}. */
  private Optional<End> after(Letter letter, int place, LettersRead read) {
    int stretched = text.afterStretch(place);
    return next(letter, place, read, next -> true)
        .or(() -> stretched == place ? Optional.empty() : next(letter, stretched, read, n -> true))
        .or(() -> afterGap(letter, stretched, read))
        .or(() -> afterWord(letter, place, read))
        .or(() -> stretched == place ? Optional.empty() : afterWord(letter, stretched, read));
  }

  private Optional<End> afterGap(Letter letter, int place, LettersRead read) {
    int end = text.afterGap(place);
    return end > place && letter.isOfWord() && text.mayPart(place, end)
        ? next(letter, end, read, Letter::isOfWord)
        : Optional.empty();
  }

  private Optional<End> afterWord(Letter letter, int place, LettersRead read) {
    return letter.rests().stream()
        .flatMap(rest -> rest(rest, letter, place, read).stream())
        .findFirst();
  }

  private Optional<End> rest(PhraseTree rest, Letter last, int place, LettersRead read) {
    if (rest.phrase().isPresent() && text.isEdge(last, place) && read.areLetters()) {
      return rest.phrase().map(phrase -> new End(phrase, place));
    }
    int end = rest.isEmpty() ? place - 1 : text.afterGap(place);
    for (int begin = place; begin <= end; begin++) {
      Optional<End> found = next(rest.root(), begin, read, next -> true);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }
}
