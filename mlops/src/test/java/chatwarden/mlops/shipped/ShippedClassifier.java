package chatwarden.mlops.shipped;

import chatwarden.inference.classifier.Classifier;
import chatwarden.inference.classifier.Judgement;
import chatwarden.inference.classifier.Question;
import chatwarden.inference.loader.ClassifierLoaders;
import chatwarden.livechat.v1.Session;
import chatwarden.repository.ModelFolder;
import chatwarden.repository.ModelLease;
import chatwarden.repository.ModelRepository;
import chatwarden.repository.VersionPolicy;
import chatwarden.runtime.limit.FieldRules;
import chatwarden.text.TextLanguage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The classifier that ships as the default, asked as the service asks it: language {@code auto}.
 */
final class ShippedClassifier implements AutoCloseable {
  /** The default threshold of a chat. */
  private static final float THRESHOLD =
      FieldRules.defaultNumber(Session.getDescriptor(), "flag_threshold");

  private static final Path MODELS = Path.of("../models");
  private static final int BATCH = 256;

  private final ModelRepository<Classifier> repository;
  private final ModelLease<Classifier> lease;

  private ShippedClassifier(ModelRepository<Classifier> repository) {
    this.repository = repository;
    this.lease = repository.lease("chat");
  }

  static ShippedClassifier open() {
    ModelRepository<Classifier> repository =
        new ModelRepository<>(
            ClassifierLoaders.TASK,
            ModelFolder.at(MODELS),
            ClassifierLoaders.all(),
            VersionPolicy.ALL,
            new SimpleMeterRegistry());
    repository.start();
    return new ShippedClassifier(repository);
  }

  List<Judgement> judge(List<String> texts) {
    List<Judgement> judged = new ArrayList<>(texts.size());
    for (int from = 0; from < texts.size(); from += BATCH) {
      List<String> batch = texts.subList(from, Math.min(texts.size(), from + BATCH));
      judged.addAll(lease.model().judge(batch.stream().map(Question::inAnyLanguage).toList()));
    }
    return judged;
  }

  /** Returns for each text whether the default threshold flags it; no text in another language. */
  List<Boolean> flags(List<String> texts) {
    List<Judgement> judged = judge(texts);
    List<Boolean> flags = new ArrayList<>(texts.size());
    for (int i = 0; i < texts.size(); i++) {
      flags.add(
          !TextLanguage.of(texts.get(i)).equals(TextLanguage.UNKNOWN)
              && judged.get(i).classes().offensiveProbability() > THRESHOLD);
    }
    return flags;
  }

  @Override
  public void close() {
    lease.close();
    repository.close();
  }
}
