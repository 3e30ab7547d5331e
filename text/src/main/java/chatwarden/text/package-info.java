/** Text as the models see it: normalisation, with every position mapped back to the original. */
@NullMarked
package chatwarden.text;

import org.jspecify.annotations.NullMarked;
