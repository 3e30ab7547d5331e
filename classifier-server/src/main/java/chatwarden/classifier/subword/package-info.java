/** Models over averaged embeddings of words and parts of words. */
@NullMarked
package chatwarden.classifier.subword;

import org.jspecify.annotations.NullMarked;
