/** What a browser gets: the page, and the headers that protect it. */
@NullMarked
package chatwarden.bridge.web;

import org.jspecify.annotations.NullMarked;
