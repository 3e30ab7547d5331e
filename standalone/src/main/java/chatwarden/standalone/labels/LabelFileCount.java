package chatwarden.standalone.labels;

import java.nio.file.Path;

/**
 * The rows of a file, and how many of them are of an account.
 *
 * @param rows all of them, the header not counted
 * @param owned those of the account
 */
public record LabelFileCount(Path file, long rows, long owned) {}
