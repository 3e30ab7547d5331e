package chatwarden.trainer.tagging;

import java.util.List;

/** A data set with annotated spans. */
public enum SpanSource {
  /** Vietnamese comments. */
  VIHOS(
      "vihos",
      "vi",
      "ViHOS (Hoang et al., 2023, arXiv 2301.10186)",
      "MIT",
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
      "en",
      "Toxic Spans (Pavlopoulos et al., SemEval-2021 task 5)",
      "CC0",
      List.of("What a lovely day :)", "@friend see https://example.com, it is good", "ok"),
      List.of("94 % of its texts bear a span: far more than a chat does."),
      List.of(
          "Clean texts: they are rare in the data, so harmless uses of strong words are marked.",
          "Whole sentences that annotators marked: only the strongest words in them are found.",
          "Its texts are comments under news of the years 2015 to 2017: younger slang is"
              + " unknown."));

  private final String folder;
  private final String language;
  private final String title;
  private final String licence;
  private final List<String> warmUp;
  private final List<String> cardNotes;
  private final List<String> weaknesses;

  SpanSource(
      String folder,
      String language,
      String title,
      String licence,
      List<String> warmUp,
      List<String> cardNotes,
      List<String> weaknesses) {
    this.folder = folder;
    this.language = language;
    this.title = title;
    this.licence = licence;
    this.warmUp = warmUp;
    this.cardNotes = cardNotes;
    this.weaknesses = weaknesses;
  }

  String folder() {
    return folder;
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
