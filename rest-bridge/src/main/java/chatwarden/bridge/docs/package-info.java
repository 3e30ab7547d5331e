/** The API in writing: its OpenAPI document, and the page that shows and tries it. */
@NullMarked
package chatwarden.bridge.docs;

import org.jspecify.annotations.NullMarked;
