package chatwarden.mlops.evasion;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A word and the shorthand that chats write for it. */
record Shorthand(Pattern word, String shorthand) {
  static final List<Shorthand> KNOWN =
      List.of(
          of("không", "ko"),
          of("được", "đc"),
          of("người", "ng"),
          of("với", "vs"),
          of("rồi", "r"),
          of("biết", "bt"),
          of("mày", "m"),
          of("tao", "t"),
          of("mình", "mk"),
          of("gì", "j"),
          of("cũng", "cx"),
          of("trước", "trc"),
          of("thằng", "thg"),
          of("nhiều", "nhìu"),
          of("vậy", "z"),
          of("địt mẹ", "đm"),
          of("con cặc", "cc"),
          of("lồn", "lz"),
          of("đéo", "éo"),
          of("you", "u"),
          of("are", "r"),
          of("your", "ur"),
          of("people", "ppl"),
          of("because", "cuz"));

  private static Shorthand of(String word, String shorthand) {
    String pattern = "(?<![\\p{L}\\p{M}])" + Pattern.quote(word) + "(?![\\p{L}\\p{M}])";
    int flags = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
    return new Shorthand(Pattern.compile(pattern, flags), Matcher.quoteReplacement(shorthand));
  }

  String replaceIn(String text) {
    return word.matcher(text).replaceAll(shorthand);
  }
}
