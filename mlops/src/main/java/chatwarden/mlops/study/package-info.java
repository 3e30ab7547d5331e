/** A search that runs: its trials, kept in a journal that other workers and Optuna share. */
@NullMarked
package chatwarden.mlops.study;

import org.jspecify.annotations.NullMarked;
