package chatwarden.repository.storage;

/**
 * The key of an account of S3. Its text holds no secret.
 *
 * @param accessKey the public name of the key
 * @param secretKey the key
 * @param sessionToken the token of a temporary key; empty where the key is not one
 */
public record S3Credentials(String accessKey, String secretKey, String sessionToken) {

  @Override
  public String toString() {
    return accessKey;
  }
}
