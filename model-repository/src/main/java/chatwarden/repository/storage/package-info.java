/** Object stores: signed addresses of S3 and Azure Blob Storage, and uploads of versions. */
@NullMarked
package chatwarden.repository.storage;

import org.jspecify.annotations.NullMarked;
