package chatwarden.repository.remote;

/**
 * An object as its store describes it.
 *
 * @param size its bytes
 * @param sha256 the checksum that it was stored with, 64 hexadecimal digits; empty where it has
 *     none
 * @param md5 the checksum that the store has worked out or checked, in Base64; empty where it says
 *     none
 */
public record StoredObject(long size, String sha256, String md5) {}
