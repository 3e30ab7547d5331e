package chatwarden.mlops.validation;

/**
 * Where a row is.
 *
 * @param file the name of the file
 * @param row its number, from 1, the header not counted
 */
public record RowPlace(String file, int row) {
  @Override
  public String toString() {
    return file + " row " + row;
  }
}
