/** Models over averaged embeddings of words and parts of words. */
@NullMarked
package chatwarden.inference.subword;

import org.jspecify.annotations.NullMarked;
