/** The linear-chain conditional random field: its tokens, features, inference and weights. */
@NullMarked
package chatwarden.tagger.crf;

import org.jspecify.annotations.NullMarked;
