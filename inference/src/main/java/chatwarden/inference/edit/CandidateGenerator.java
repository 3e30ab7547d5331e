package chatwarden.inference.edit;

import java.util.List;

/** Makes plans for a passage; each becomes a candidate. */
interface CandidateGenerator {

  /** Returns its name, with which the rules choose it. */
  String name();

  /** Returns plans; equal ones and such that change nothing are allowed. */
  List<EditPlan> plans(Passage passage);
}
