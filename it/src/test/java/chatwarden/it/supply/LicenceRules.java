package chatwarden.it.supply;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The licences under which a jar may be in a distribution, by what projects call them. */
final class LicenceRules {

  /** The one under which a jar is used comes first, where its project leaves the choice. */
  static final List<String> PERMISSIVE =
      List.of(
          "Apache-2.0",
          "MIT",
          "MIT-0",
          "0BSD",
          "BSD-2-Clause",
          "BSD-3-Clause",
          "CC0-1.0",
          "Unicode-3.0",
          "EPL-2.0",
          "MPL-2.0");

  /** For training alone, which is a process and a folder of its own. */
  private static final List<String> WEAK_COPYLEFT = List.of("LGPL-3.0");

  /** What projects state in words of their own, by its SPDX id. */
  private static final Map<String, String> NAMES =
      Map.of(
          "AL 2.0", "Apache-2.0",
          "Bouncy Castle Licence", "MIT",
          "Go License", "BSD-3-Clause",
          "LGPL-3.0-only", "LGPL-3.0");

  private LicenceRules() {}

  /** Returns the licence under which a server may carry a jar, if any. */
  static Optional<String> ofServer(BillOfMaterials.Jar jar) {
    return first(PERMISSIVE, jar);
  }

  /** Returns the licence under which a training may use a jar, if any. */
  static Optional<String> ofTraining(BillOfMaterials.Jar jar) {
    return ofServer(jar).or(() -> first(WEAK_COPYLEFT, jar));
  }

  private static Optional<String> first(List<String> allowed, BillOfMaterials.Jar jar) {
    List<String> stated =
        jar.licences().stream().map(name -> NAMES.getOrDefault(name, name)).toList();
    return allowed.stream().filter(stated::contains).findFirst();
  }
}
