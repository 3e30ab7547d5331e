package chatwarden.rewriter.server;

import chatwarden.inference.rewriter.RewriteCandidate;
import chatwarden.inference.rewriter.RewriteObstacle;
import chatwarden.inference.rewriter.Rewriting;
import chatwarden.rewriter.v1.RewrittenText;
import chatwarden.serving.door.Answer;
import chatwarden.type.v1.RewriteVerdict;

/** Writes answers of rewriters as messages of the API. */
final class RewriteMessages {

  private RewriteMessages() {}

  static RewrittenText text(Answer<Rewriting> answer) {
    Rewriting result = answer.result();
    chatwarden.type.v1.Rewriting.Builder rewriting =
        chatwarden.type.v1.Rewriting.newBuilder()
            .setVerdict(RewriteVerdict.valueOf(result.verdict().name()))
            .setRewrite(result.rewrite())
            .setModel(answer.model());
    if (result.obstacle() != RewriteObstacle.NONE) {
      rewriting.setObstacle(chatwarden.type.v1.RewriteObstacle.valueOf(result.obstacle().name()));
    }
    result.candidates().forEach(each -> rewriting.addCandidates(candidate(each)));
    return RewrittenText.newBuilder().setId(answer.id()).setRewriting(rewriting).build();
  }

  static chatwarden.type.v1.RewriteCandidate candidate(RewriteCandidate candidate) {
    return chatwarden.type.v1.RewriteCandidate.newBuilder()
        .setText(candidate.text())
        .setSimilarity((float) candidate.similarity())
        .setStrength((float) candidate.strength())
        .setFluency((float) candidate.fluency())
        .setScore((float) candidate.score())
        .setMethod(candidate.method())
        .build();
  }
}
