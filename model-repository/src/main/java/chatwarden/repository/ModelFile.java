package chatwarden.repository;

/**
 * A file of a model.
 *
 * @param path relative to the folder of the model's version, with {@code /}, staying inside of it
 * @param sha256 the checksum of its content, 64 hexadecimal digits in lower case
 */
public record ModelFile(String path, String sha256) {}
