package chatwarden.inference.loader;

import chatwarden.inference.cascade.EncoderClassifier;
import chatwarden.inference.encoder.ChatEncoder;
import chatwarden.inference.gate.GatedTagger;
import chatwarden.inference.gate.GatedTagger.LanguageTagger;
import chatwarden.inference.tagger.SpanTagger;
import chatwarden.repository.ModelFiles;
import chatwarden.repository.ModelId;
import chatwarden.repository.ModelLoader;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Opens models of the format {@code chatwarden-gated-tagger}: {@code tiers} lists an encoder of
 * stage 1 and a span tagger of each language. Settings: {@code least-probability}, by default 0.3,
 * the offensive probability from which a text is searched, and {@code
 * least-probability-<language>}, that for the texts of one language; {@code span-head-<language>},
 * a head of the encoder, and {@code least-span-probability-<language>}, by default 0, the
 * probability that it has to give to some part of the text.
 */
final class GatedLoader implements ModelLoader<SpanTagger> {

  private static final String ENCODER_FORMAT = "chatwarden-encoder";
  private static final String LEAST_PROBABILITY = "least-probability";
  private static final double DEFAULT_LEAST = 0.3;
  private static final String LEAST_SPAN_PROBABILITY = "least-span-probability-";
  private static final String SPAN_HEAD = "span-head-";

  private final List<ModelLoader<SpanTagger>> loaders;

  /**
   * A loader.
   *
   * @param loaders open the span taggers
   */
  GatedLoader(List<ModelLoader<SpanTagger>> loaders) {
    this.loaders = List.copyOf(loaders);
  }

  @Override
  public String format() {
    return "chatwarden-gated-tagger";
  }

  @Override
  public SpanTagger open(ModelFiles files) throws Exception {
    double least = NumberSetting.of(files.manifest(), LEAST_PROBABILITY, DEFAULT_LEAST, 1);
    Map<String, SpanTagger> taggers = new HashMap<>();
    EncoderClassifier encoder = null;
    try {
      for (ModelId id : files.manifest().tiers()) {
        ModelFiles tier = files.tier(id);
        if (tier.manifest().format().equals(ENCODER_FORMAT)) {
          tier.path(ChatEncoder.MODEL);
          encoder = EncoderClassifier.open(tier.directory());
        } else {
          SpanTagger tagger = TierOpener.open(tier, loaders);
          taggers.put(tier.manifest().languages().getFirst(), tagger);
        }
      }
      if (encoder == null || !taggers.keySet().containsAll(files.manifest().languages())) {
        throw broken(
            "tiers: %s (expected: an encoder, and a span tagger of each of %s)"
                .formatted(files.manifest().tiers(), files.manifest().languages()));
      }
      Map<String, LanguageTagger> gated = new HashMap<>();
      taggers.forEach(
          (language, tagger) -> {
            String setting = LEAST_PROBABILITY + "-" + language;
            double own = NumberSetting.of(files.manifest(), setting, least, 1);
            double span = leastSpanProbability(files, language);
            gated.put(language, new LanguageTagger(tagger, own, span));
          });
      return new GatedTagger(new EncoderGate(encoder, spanHeads(files, encoder)), gated);
    } catch (Exception e) {
      taggers.values().forEach(SpanTagger::close);
      if (encoder != null) {
        encoder.close();
      }
      throw e;
    }
  }

  private static double leastSpanProbability(ModelFiles files, String language) {
    String setting = LEAST_SPAN_PROBABILITY + language;
    return files.manifest().settings().containsKey(setting)
        ? NumberSetting.of(files.manifest(), setting, 1, 1)
        : 0;
  }

  private static Map<String, String> spanHeads(ModelFiles files, EncoderClassifier encoder) {
    Map<String, String> heads = new HashMap<>();
    for (String language : files.manifest().languages()) {
      String head = files.manifest().settings().get(SPAN_HEAD + language);
      if (head != null && !encoder.heads().contains(head)) {
        throw broken(
            "settings.%s%s: %s (expected: one of %s)"
                .formatted(SPAN_HEAD, language, head, encoder.heads()));
      }
      if (head != null) {
        heads.put(language, head);
      }
    }
    return Map.copyOf(heads);
  }

  private static ChatwardenException broken(String problem) {
    return FaultCode.FAILED_PRECONDITION.exception("MODEL_BROKEN", problem);
  }

  @Override
  public void warm(SpanTagger model, List<String> texts) {
    model.tag(texts);
  }
}
