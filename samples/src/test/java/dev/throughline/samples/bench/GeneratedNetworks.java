package dev.throughline.samples.bench;

import dev.throughline.runtime.spec.NetworkSpec;
import dev.throughline.samples.ResNet20;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The sample networks, found where they are compiled to. */
public final class GeneratedNetworks {
  private static final Path CLASSES = Path.of("target", "classes");

  private GeneratedNetworks() {}

  /** What each says of itself. */
  public static List<NetworkSpec> specs() throws IOException {
    Path samples = CLASSES.resolve(ResNet20.class.getPackageName().replace('.', '/'));
    try (Stream<Path> files = Files.walk(samples)) {
      return files
          .map(file -> CLASSES.relativize(file).toString())
          .filter(name -> name.endsWith("Network.class"))
          .filter(name -> Files.exists(CLASSES.resolve(name.replace("Network.class", ".class"))))
          .map(name -> name.replace(".class", "").replace('/', '.'))
          .sorted()
          .map(GeneratedNetworks::spec)
          .toList();
    }
  }

  private static NetworkSpec spec(String network) {
    try {
      return (NetworkSpec) Class.forName(network).getField("SPEC").get(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
