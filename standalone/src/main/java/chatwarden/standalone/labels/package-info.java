/** Decisions and feedback from a bridge, written as a data set to train on. */
@NullMarked
package chatwarden.standalone.labels;

import org.jspecify.annotations.NullMarked;
