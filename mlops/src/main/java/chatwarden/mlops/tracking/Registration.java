package chatwarden.mlops.tracking;

import chatwarden.mlflow.MlflowClient;
import chatwarden.mlflow.RegisteredVersion;
import chatwarden.mlops.journal.RunEvent;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Registers a version that passed the gate under the name of its model. The first version of a
 * model becomes its champion, each later one its challenger: an alias is given once, and whoever
 * moves it afterwards keeps the last word, however often a journal is repeated. A candidate gets no
 * alias: its rollout makes it the challenger, once it has passed the gate.
 */
final class Registration {

  private static final String ALIAS = "chatwarden.alias";
  private static final String ALIAS_GIVEN = "chatwarden.alias.given";

  private final MlflowClient client;
  private final String run;

  Registration(MlflowClient client, String run) {
    this.client = client;
    this.run = run;
  }

  void repeat(RunEvent.Began began, RunEvent.Wrote wrote, String model) {
    String name = began.model();
    client.registry().obtain(name);
    RegisteredVersion version =
        client
            .registry()
            .madeBy(name, run)
            .orElseGet(() -> client.registry().register(name, model, run, tags(began, wrote)));
    if (!isCandidate(wrote) && !version.tags().containsKey(ALIAS_GIVEN)) {
      String alias = version.tags().getOrDefault(ALIAS, RegisteredAlias.CHALLENGER.word());
      client.registry().point(name, alias, version.version());
      client.registry().tag(version, ALIAS_GIVEN, began.user());
    }
  }

  private static boolean isCandidate(RunEvent.Wrote wrote) {
    return wrote.facts().containsKey(RunEvent.CANDIDATE);
  }

  private Map<String, String> tags(RunEvent.Began began, RunEvent.Wrote wrote) {
    boolean first =
        client.registry().find(began.model(), RegisteredAlias.CHAMPION.word()).isEmpty();
    Map<String, String> tags = new LinkedHashMap<>(wrote.facts());
    tags.put(RunTags.KEY, began.key());
    tags.put("chatwarden.version", began.version());
    tags.put("gate", gate(wrote));
    wrote.gate().forEach((name, value) -> tags.put("gate: " + name, value));
    wrote.files().forEach((name, sha256) -> tags.put("sha256:" + name, sha256));
    if (!isCandidate(wrote)) {
      tags.put(ALIAS, (first ? RegisteredAlias.CHAMPION : RegisteredAlias.CHALLENGER).word());
    }
    return tags;
  }

  private static String gate(RunEvent.Wrote wrote) {
    if (!wrote.gate().isEmpty()) {
      return "passed";
    }
    return isCandidate(wrote) ? "later" : "first version";
  }
}
