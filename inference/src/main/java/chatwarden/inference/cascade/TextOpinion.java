package chatwarden.inference.cascade;

/**
 * What the encoder finds of a text before it is searched for spans.
 *
 * @param offensiveProbability calibrated, in [0, 1]
 * @param spanProbability the largest probability of a part of it to be offensive, as the encoder
 *     gives it, in [0, 1]; 1 where the encoder has no head for it
 */
public record TextOpinion(double offensiveProbability, double spanProbability) {}
