package chatwarden.trainer.tagging;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A data set with annotated spans. */
public enum SpanSource {
  /** Vietnamese comments. */
  VIHOS(
      "vihos",
      "vihsd/train.csv",
      "in_vihos_test",
      "vi",
      "ViHOS (Hoang et al., 2023, arXiv 2301.10186)",
      "MIT",
      true,
      List.of("Hôm nay trời đẹp quá :))", "@ban xem https://example.com đi, hay lắm nha", "ok"),
      List.of(
          "Its rows that also stand in ViHSD's dev or test split (flags in_vihsd_dev,"
              + " in_vihsd_test) are used: these are splits of another stage."),
      List.of(
          "Insults by allusion, irony and comparison, without an offensive word: often missed"
              + " whole.",
          "Where a long insulting phrase begins and ends: annotators differ, and so does the"
              + " model.",
          "Words that insult in one setting and not in another (animals, kinship terms, body"
              + " parts): marked by habit of the training set.")),
  /** English comments. */
  TOXIC_SPANS(
      "toxic-spans",
      null,
      "",
      "en",
      "Toxic Spans (Pavlopoulos et al., SemEval-2021 task 5)",
      "CC0",
      false,
      List.of("What a lovely day :)", "@friend see https://example.com, it is good", "ok"),
      List.of(
          "94 % of its texts bear a span, and the others are offensive too, only that annotators"
              + " agreed on no span: it says nothing of the clean texts of a chat."),
      List.of(
          "Texts that are not offensive: the data has none, so the model looks for the worst words"
              + " of any text, in short ones even of a greeting, with scores below 0.1. Ask it only"
              + " of texts that were flagged.",
          "Whole sentences that annotators marked: only the strongest words in them are found (of"
              + " \"stop pulling us into this c***\", marked whole, the last word).",
          "Where a span ends: of \"gets so d*** it almost reaches the far right\" four words are"
              + " marked instead of one.",
          "Words that annotators let pass in one text and mark in another: \"F****!\", \"l****\","
              + " \"c******\".",
          "Its texts are comments under news of the years 2015 to 2017: younger slang is"
              + " unknown."));

  private final String folder;
  private final @Nullable String cleanFile;
  private final String cleanFlag;
  private final String language;
  private final String title;
  private final String licence;
  private final boolean chatLike;
  private final List<String> warmUp;
  private final List<String> cardNotes;
  private final List<String> weaknesses;

  SpanSource(
      String folder,
      @Nullable String cleanFile,
      String cleanFlag,
      String language,
      String title,
      String licence,
      boolean chatLike,
      List<String> warmUp,
      List<String> cardNotes,
      List<String> weaknesses) {
    this.folder = folder;
    this.cleanFile = cleanFile;
    this.cleanFlag = cleanFlag;
    this.language = language;
    this.title = title;
    this.licence = licence;
    this.chatLike = chatLike;
    this.warmUp = warmUp;
    this.cardNotes = cardNotes;
    this.weaknesses = weaknesses;
  }

  String folder() {
    return folder;
  }

  /** The file, in the folder of all sets, of the set that this one was drawn from. */
  Optional<Path> cleanFile() {
    return Optional.ofNullable(cleanFile).map(Path::of);
  }

  /** The column of that file which is 1 where a text stands in this set's test split. */
  String cleanFlag() {
    return cleanFlag;
  }

  String language() {
    return language;
  }

  String title() {
    return title;
  }

  String licence() {
    return licence;
  }

  /** Whether its texts without spans are such as a chat has, not offensive ones left unmarked. */
  boolean chatLike() {
    return chatLike;
  }

  List<String> warmUp() {
    return warmUp;
  }

  List<String> cardNotes() {
    return cardNotes;
  }

  List<String> weaknesses() {
    return weaknesses;
  }
}
