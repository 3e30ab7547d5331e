package chatwarden.inference.loader;

import chatwarden.inference.cascade.CascadeClassifier;
import chatwarden.inference.cascade.CascadeClassifier.Member;
import chatwarden.inference.classifier.Classifier;
import chatwarden.repository.ModelFiles;
import chatwarden.repository.ModelId;
import chatwarden.repository.ModelLoader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Opens models of the format {@code chatwarden-cascade}: {@code cascade.json}, and the versions in
 * the same repository that {@code tiers} lists.
 */
final class CascadeLoader implements ModelLoader<Classifier> {

  private final List<ModelLoader<Classifier>> loaders;

  /**
   * A loader.
   *
   * @param loaders open the tiers
   */
  CascadeLoader(List<ModelLoader<Classifier>> loaders) {
    this.loaders = List.copyOf(loaders);
  }

  @Override
  public String format() {
    return "chatwarden-cascade";
  }

  @Override
  public Classifier open(ModelFiles files) throws Exception {
    files.path(CascadeClassifier.CASCADE);
    List<Member> members = new ArrayList<>();
    try {
      for (ModelId tier : files.manifest().tiers()) {
        members.add(new Member(tier.toString(), TierOpener.open(files.tier(tier), loaders)));
      }
      return ManifestLabels.checked(
          files.manifest(), CascadeClassifier.open(files.directory(), members));
    } catch (IOException | RuntimeException e) {
      members.forEach(member -> member.model().close());
      throw e;
    }
  }

  @Override
  public void warm(Classifier model, List<String> texts) {
    model.classify(texts);
  }
}
