package chatwarden.repository;

import java.nio.file.Path;
import java.util.Map;

/** Says which versions of models should exist, and where their folders are. */
public interface ModelSource {

  /** The folder of every version that should exist now. Nothing in the folders is promised. */
  Map<ModelId, Path> versions();
}
