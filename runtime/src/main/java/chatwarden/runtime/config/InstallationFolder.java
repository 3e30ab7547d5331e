package chatwarden.runtime.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The folder of this installation: a package, an image or a checkout. */
public final class InstallationFolder {
  private static final String PROPERTY = "chatwarden.home";
  private static final String VARIABLE = "CHATWARDEN_HOME";

  private InstallationFolder() {}

  /** Returns the folder that the launcher of a package, or else of a checkout, names; if any. */
  public static Optional<Path> find() {
    return ofPackage().or(InstallationFolder::ofCheckout);
  }

  /** Returns the folder of an installed package, which is read only. */
  public static Optional<Path> ofPackage() {
    return folder(System.getProperty(PROPERTY));
  }

  /** Returns the folder of a checkout, in which data may be kept. */
  public static Optional<Path> ofCheckout() {
    return folder(System.getenv(VARIABLE));
  }

  private static Optional<Path> folder(@Nullable String name) {
    return Optional.ofNullable(name).map(Path::of).map(Path::normalize).filter(Files::isDirectory);
  }
}
