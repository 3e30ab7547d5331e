package chatwarden.ingest.session;

import chatwarden.ingest.source.Rejection;

/** Counts what a source refused, and remembers the last of it. Safe for several threads. */
final class Rejections {
  private long total;
  private String last = "";

  synchronized void add(Rejection rejection) {
    total++;
    last = rejection.toString();
  }

  synchronized long total() {
    return total;
  }

  synchronized String last() {
    return last;
  }
}
