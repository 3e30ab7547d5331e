package chatwarden.repository.storage;

import chatwarden.repository.remote.ArtefactAddress;
import chatwarden.runtime.error.InvalidInputException;
import java.net.URI;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place in an object store: {@code s3://bucket/key} or {@code az://account/container/key}.
 *
 * @param key the key of an object, or the first part of keys, without {@code /} at its ends; may be
 *     empty
 */
public record StoredPlace(ObjectStore store, String key) {

  private static final Pattern S3 = Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,62})(?:/(.*))?");
  private static final Pattern AZURE =
      Pattern.compile("az://([a-z0-9]{3,24})/([a-z0-9$][a-z0-9-]{2,62})(?:/(.*))?");
  private static final Pattern KEY = Pattern.compile("(?:[^/?#%\\\\\\s]+(?:/[^/?#%\\\\\\s]+)*)?");

  /**
   * Reads a place of either kind; empty if {@code place} is of another.
   *
   * @param field the setting or argument that {@code place} is from
   * @throws InvalidInputException if it is not written as it should be, or its key is missing
   */
  public static Optional<StoredPlace> of(
      String field, String place, StoreSettings settings, InstantSource clock) {
    if (place.startsWith("s3://")) {
      Matcher parts = matched(field, place, S3, "s3://<bucket>/<key>");
      ObjectStore store = bucket(parts.group(1), settings, clock);
      return Optional.of(new StoredPlace(store, key(field, parts.group(2))));
    }
    if (place.startsWith("az://")) {
      Matcher parts = matched(field, place, AZURE, "az://<account>/<container>/<key>");
      ObjectStore store = container(parts.group(1), parts.group(2), settings, clock);
      return Optional.of(new StoredPlace(store, key(field, parts.group(3))));
    }
    return Optional.empty();
  }

  /**
   * Reads the place where versions are put: of either kind, or an address of Azure with a SAS.
   *
   * @throws InvalidInputException if it is not written as it should be, or its key is missing
   */
  public static StoredPlace destination(String place, StoreSettings settings, InstantSource clock) {
    return of("DESTINATION", place, settings, clock)
        .orElseGet(
            () -> {
              try {
                return signed(ArtefactAddress.of(URI.create(place)).uri());
              } catch (IllegalArgumentException e) {
                throw InvalidInputException.of(
                    "DESTINATION",
                    place.replaceAll("[?#@].*", "…")
                        + " (expected: az://<account>/<container>/<key>, s3://<bucket>/<key>, or"
                        + " https://…?<SAS>)");
              }
            });
  }

  /**
   * Reads the address of a container of Azure Blob Storage, or of a folder in it, with a SAS for
   * the container: {@code https://<account>.<host>/<container>/<key>?<SAS>}.
   *
   * <p>A host that is an IP address has the account in the path, as emulators do.
   */
  static StoredPlace signed(URI address) {
    boolean hasAccountInPath = address.getHost().matches("[0-9.]+|\\[.*");
    int depth = hasAccountInPath ? 2 : 1;
    String[] parts = address.getPath().replaceAll("^/|/$", "").split("/");
    if (parts.length < depth || parts[0].isEmpty() || address.getRawQuery() == null) {
      throw InvalidInputException.of(
          "DESTINATION",
          ArtefactAddress.redacted(address)
              + " (expected: https://<account>…/<container>/<key>?<SAS>)");
    }
    String container = String.join("/", Arrays.copyOf(parts, depth));
    String key = String.join("/", Arrays.copyOfRange(parts, depth, parts.length));
    String root = ArtefactAddress.redacted(address.resolve("/")) + container;
    return new StoredPlace(
        new SignedContainer(URI.create(root + "?" + address.getRawQuery())),
        key("DESTINATION", key));
  }

  private static Matcher matched(String field, String place, Pattern pattern, String expected) {
    Matcher matcher = pattern.matcher(place);
    if (!matcher.matches()) {
      throw InvalidInputException.of(
          field, place.replaceAll("\\?.*", "") + " (expected: " + expected + ")");
    }
    return matcher;
  }

  private static String key(String field, @Nullable String written) {
    String key = written == null ? "" : written.replaceAll("/$", "");
    if (!KEY.matcher(key).matches() || ("/" + key + "/").matches(".*/\\.\\.?/.*")) {
      throw InvalidInputException.of(
          field, "a key with empty parts, '..', '?', '#', '%' or blanks (expected: none of them)");
    }
    return key;
  }

  private static ObjectStore bucket(String name, StoreSettings settings, InstantSource clock) {
    if (settings.s3().accessKey().isEmpty() || settings.s3().secretKey().isEmpty()) {
      throw InvalidInputException.of(
          "model.s3-access-key, model.s3-secret-key",
          "missing (expected: a key for s3://" + name + ")");
    }
    String aws = "s3." + settings.s3Region() + ".amazonaws.com";
    String base;
    if (!settings.s3Endpoint().isEmpty()) {
      base = settings.s3Endpoint().replaceAll("/$", "") + "/" + name;
    } else if (name.contains(".")) {
      base = "https://" + aws + "/" + name; // AWS's certificate has no names with two dots.
    } else {
      base = "https://" + name + "." + aws;
    }
    S3Signature signature = new S3Signature(settings.s3(), settings.s3Region());
    return new S3Bucket(name, uri("model.s3-endpoint", base), signature, clock);
  }

  private static ObjectStore container(
      String account, String container, StoreSettings settings, InstantSource clock) {
    if (settings.azureKey().isEmpty()) {
      throw InvalidInputException.of(
          "model.azure-key", "missing (expected: the key of the storage account " + account + ")");
    }
    String base =
        settings.azureEndpoint().isEmpty()
            ? "https://" + account + ".blob.core.windows.net"
            : settings.azureEndpoint().replaceAll("/$", "");
    try {
      return new AzureContainer(
          account, container, uri("model.azure-endpoint", base), settings.azureKey(), clock);
    } catch (IllegalArgumentException e) {
      throw InvalidInputException.of("model.azure-key", String.valueOf(e.getMessage()));
    }
  }

  private static URI uri(String field, String base) {
    try {
      return ArtefactAddress.of(URI.create(base)).uri();
    } catch (IllegalArgumentException e) {
      throw InvalidInputException.of(
          field, base.replaceAll("[?@].*", "…") + " (expected: https://<host>)");
    }
  }
}
