/** The labels that people gave texts, as data to train on. */
@NullMarked
package chatwarden.bridge.labels;

import org.jspecify.annotations.NullMarked;
