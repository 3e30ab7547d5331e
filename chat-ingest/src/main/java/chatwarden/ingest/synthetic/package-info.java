/** Publishes a comment of the platform's own from time to time and times its recording. */
@NullMarked
package chatwarden.ingest.synthetic;

import org.jspecify.annotations.NullMarked;
