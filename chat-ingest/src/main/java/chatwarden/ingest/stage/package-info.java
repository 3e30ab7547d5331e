/** The stages: classify, tag and record, and what makes each of them lose nothing. */
@NullMarked
package chatwarden.ingest.stage;

import org.jspecify.annotations.NullMarked;
