/** Learns the patterns of words that the linear model has on top of its features. */
@NullMarked
package chatwarden.mlops.patterns;

import org.jspecify.annotations.NullMarked;
