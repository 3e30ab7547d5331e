package chatwarden.repository.storage;

/**
 * The keys and addresses of object stores. Its text holds no key.
 *
 * @param azureKey the key of the storage account of {@code az://}; empty where there is none
 * @param azureEndpoint the address of that account; empty is the one of Azure
 * @param s3 the key of {@code s3://}; parts are empty where there is none
 * @param s3Region the region of the buckets
 * @param s3Endpoint the address of a store other than AWS, which has the buckets as folders; empty
 *     is the one of AWS
 */
public record StoreSettings(
    String azureKey, String azureEndpoint, S3Credentials s3, String s3Region, String s3Endpoint) {

  @Override
  public String toString() {
    return "azure=" + azureEndpoint + " s3=" + s3Endpoint + " region=" + s3Region;
  }
}
