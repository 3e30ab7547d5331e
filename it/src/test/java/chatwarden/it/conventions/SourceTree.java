package chatwarden.it.conventions;

import chatwarden.testing.project.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The hand-written Java sources of the repository's modules. */
final class SourceTree {
  private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

  private final Path root = ProjectRoot.find();

  /** The folder of the repository. */
  Path root() {
    return root;
  }

  /** The names of the modules, as the root pom lists them. */
  List<String> modules() throws IOException {
    return MODULE
        .matcher(Files.readString(root.resolve("pom.xml")))
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  /** The modules that have Java sources beside tests. */
  List<String> modulesWithJava() throws IOException {
    return modules().stream()
        .filter(name -> Files.isDirectory(root.resolve(name).resolve("src/main/java")))
        .toList();
  }

  /** Every source file of every module, tests included. */
  List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String module : modules()) {
      files.addAll(javaFilesBelow(root.resolve(module).resolve("src")));
    }
    return List.copyOf(files);
  }

  /**
   * The folders of a module's packages; a package of which only tests exist is in the tests' tree.
   */
  List<Path> packagesOf(String module) throws IOException {
    Map<Path, Path> folders = new TreeMap<>();
    for (String tree : List.of("src/main/java", "src/test/java")) {
      Path top = root.resolve(module).resolve(tree);
      for (Path file : javaFilesBelow(top)) {
        folders.putIfAbsent(top.relativize(file.getParent()), file.getParent());
      }
    }
    return List.copyOf(folders.values());
  }

  private static List<Path> javaFilesBelow(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.filter(path -> path.toString().endsWith(".java")).sorted().toList();
    }
  }
}
