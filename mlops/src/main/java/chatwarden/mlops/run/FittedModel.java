package chatwarden.mlops.run;

import java.io.IOException;
import java.nio.file.Path;

/** A model that was fitted and is not written yet. */
public interface FittedModel {

  /** Returns what {@code model.yaml} says beside name, version and files. */
  Manifest manifest();

  /**
   * Writes the model's own files, all of which {@code model.yaml} will list.
   *
   * @param folder an empty folder
   */
  void write(Path folder) throws IOException;
}
