package chatwarden.rewriter.server;

import chatwarden.inference.loader.RewriterLoaders;
import chatwarden.inference.rewriter.Rewriter;
import chatwarden.inference.rewriter.Rewriting;
import chatwarden.rewriter.v1.RewriterServiceGrpc;
import chatwarden.runtime.grpc.ListenSettings;
import chatwarden.serving.rollout.Comparison;
import chatwarden.serving.server.ModelService;
import chatwarden.text.TextLanguage;

/** Stage 3 as a server: the RewriterService over the models of the task {@code rewriting}. */
public final class RewriterServer {

  /** The description of the server, which makes it. */
  public static final ModelService<Rewriter, Rewriting> SERVICE =
      new ModelService<>(
          ListenSettings.of("rewriter", "rewriter-server", 9104),
          RewriterLoaders.task(),
          new RewriteQuestion(),
          TextLanguage::of,
          Comparison.none(),
          RewriterTensors.ALL,
          RewriterServiceGrpc.getRewriteTextMethod(),
          RewriterGrpcService::new);

  private RewriterServer() {}
}
