/**
 * Classifiers of several tiers: a linear model that answers alone where it is sure, and the encoder
 * for the rest, on one scale of probability.
 */
@NullMarked
package chatwarden.inference.cascade;

import org.jspecify.annotations.NullMarked;
