package chatwarden.mlops.study;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A study as the operations of a journal left it.
 *
 * @param id its place among the studies of the journal
 * @param name its name
 * @param attributes its user attributes, as text
 * @param trials its trials, by their numbers
 */
record StudyEntry(int id, String name, Map<String, String> attributes, List<TrialEntry> trials) {

  StudyEntry(int id, String name) {
    this(id, name, new HashMap<>(), new ArrayList<>());
  }
}
