/** Learns embeddings of words and parts of words together with the classes that they point to. */
@NullMarked
package chatwarden.mlops.subword;

import org.jspecify.annotations.NullMarked;
