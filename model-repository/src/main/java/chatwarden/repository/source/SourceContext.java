package chatwarden.repository.source;

import chatwarden.repository.remote.ArtefactClient;
import chatwarden.runtime.config.Config;

/**
 * The means of a kind of source to open a place.
 *
 * @param config the settings of the process
 * @param client downloads artefacts
 */
record SourceContext(Config config, ArtefactClient client) {}
