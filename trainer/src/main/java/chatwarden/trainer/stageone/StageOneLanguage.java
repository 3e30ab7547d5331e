package chatwarden.trainer.stageone;

import java.util.List;
import java.util.Locale;

/** A language that stage 1 is trained for, and what comes with it. */
public enum StageOneLanguage {
  /** Vietnamese. */
  VI(
      "vi",
      "vihsd",
      List.of("vihos/train.csv", "vihos/dev.csv"),
      List.of(
          "Chào cả nhà, chúc mọi người buổi tối vui vẻ",
          "Video hay quá bạn ơi",
          "Mình ko nghe rõ, ad nói to lên chút đc ko",
          "https://example.com xem ở đây nha")),
  /** English. */
  EN(
      "en",
      "davidson",
      List.of("toxic-spans/train.csv"),
      List.of(
          "Hello everyone, have a great evening",
          "This stream is so good today",
          "can u turn the volume up a bit pls",
          "see https://example.com for the rules"));

  private final String code;
  private final String dataSet;
  private final List<String> spanFiles;
  private final List<String> warmup;

  StageOneLanguage(String code, String dataSet, List<String> spanFiles, List<String> warmup) {
    this.code = code;
    this.dataSet = dataSet;
    this.spanFiles = spanFiles;
    this.warmup = warmup;
  }

  /** Returns the language whose BCP 47 code is {@code code}. */
  public static StageOneLanguage of(String code) {
    for (StageOneLanguage language : values()) {
      if (language.code.equals(code)) {
        return language;
      }
    }
    throw new IllegalArgumentException("language: " + code + " (expected: vi or en)");
  }

  /** Returns the BCP 47 code. */
  public String code() {
    return code;
  }

  /** Returns the name of the model of {@code kind} that is trained for it. */
  public String modelName(StageOneKind kind) {
    return code + "-" + kind.name().toLowerCase(Locale.ROOT);
  }

  /** Returns the folder of its data set within the data folder. */
  String dataSet() {
    return dataSet;
  }

  /** Returns the files within the data folder in which offensive words are marked. */
  List<String> spanFiles() {
    return spanFiles;
  }

  /** Returns harmless texts to run through a model before it serves. */
  List<String> warmup() {
    return warmup;
  }
}
