/**
 * The linear-chain conditional random field: its tokens, features, inference and weights, and what
 * scores a text as a whole.
 */
@NullMarked
package chatwarden.inference.crf;

import org.jspecify.annotations.NullMarked;
