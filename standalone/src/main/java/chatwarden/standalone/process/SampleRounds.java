package chatwarden.standalone.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * The lines of the sample chat, played several times with other ids, and a raid now and then. The
 * same number of rounds gives the same lines, so that a start after a crash reads on in them.
 */
final class SampleRounds {

  /** The first raid comes after this round: by then its usual state is known. */
  private static final int FIRST_RAID = 2;

  /** A raid comes again after so many rounds. */
  private static final int BETWEEN_RAIDS = 4;

  /** How many comments a raid has: half a minute of them at the usual rate. */
  private static final int RAID_COMMENTS = 240;

  private static final String CHAT = "/chatwarden/standalone/sample-chat.jsonl";
  private static final String RAID = "/chatwarden/standalone/sample-raid.jsonl";

  private static final String ID = "\"id\": \"sample-";

  private SampleRounds() {}

  /** Writes so many rounds; the first one is the sample to the letter. */
  static void write(Writer out, int rounds) throws IOException {
    List<String> chat = lines(CHAT);
    List<String> raid = lines(RAID);
    for (int round = 1; round <= rounds; round++) {
      String id = round == 1 ? ID : ID + round + "-";
      for (String line : chat) {
        out.append(line.replace(ID, id)).append('\n');
      }
      if (round < rounds && round % BETWEEN_RAIDS == FIRST_RAID) {
        for (int n = 0; n < RAID_COMMENTS; n++) {
          String next = raid.get(n % raid.size());
          out.append(next.replace(ID, ID + round + "-raid-" + n + "-")).append('\n');
        }
      }
    }
  }

  private static List<String> lines(String resource) throws IOException {
    InputStream found =
        Objects.requireNonNull(SampleRounds.class.getResourceAsStream(resource), resource);
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(found, StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    }
  }
}
