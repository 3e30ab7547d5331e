package chatwarden.classifier.server;

import chatwarden.classifier.v1.ClassifierServiceGrpc;
import chatwarden.inference.classifier.Classifier;
import chatwarden.inference.classifier.TieredClassifier.TierAnswer;
import chatwarden.inference.loader.ClassifierLoaders;
import chatwarden.runtime.grpc.ListenSettings;
import chatwarden.serving.server.ModelService;
import chatwarden.text.TextLanguage;

/**
 * Stage 1 as a server: the ClassifierService over the models of the task {@code classification}.
 */
public final class ClassifierServer {

  /** The description of the server, which makes it. */
  public static final ModelService<Classifier, TierAnswer> SERVICE =
      new ModelService<>(
          ListenSettings.of("classifier", "classifier-server", 9101),
          ClassifierLoaders.task(),
          ClassifierGrpcService.USUAL_QUESTION,
          TextLanguage::of,
          new ClassifierComparison(),
          ClassifierTensors.ALL,
          ClassifierServiceGrpc.getClassifyTextsMethod(),
          ClassifierGrpcService::new);

  private ClassifierServer() {}
}
