package chatwarden.tagger.server;

import chatwarden.inference.loader.TaggerLoaders;
import chatwarden.inference.tagger.SpanTagger;
import chatwarden.inference.tagger.SpanTagging;
import chatwarden.runtime.grpc.ListenSettings;
import chatwarden.serving.server.ModelService;
import chatwarden.tagger.v1.TaggerServiceGrpc;
import chatwarden.text.TextLanguage;

/** Stage 2 as a server: the TaggerService over the models of the task {@code span-tagging}. */
public final class TaggerServer {

  /** The description of the server, which makes it. */
  public static final ModelService<SpanTagger, SpanTagging> SERVICE =
      new ModelService<>(
          ListenSettings.of("tagger", "tagger-server", 9102),
          TaggerLoaders.task(),
          TaggerQuestion.USUAL,
          TextLanguage::of,
          new TaggerComparison(),
          TaggerTensors.ALL,
          TaggerServiceGrpc.getTagSpansMethod(),
          TaggerGrpcService::new);

  private TaggerServer() {}
}
