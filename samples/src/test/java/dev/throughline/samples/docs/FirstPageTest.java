package dev.throughline.samples.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.throughline.dsl.Network;
import dev.throughline.runtime.training.Trainer;
import dev.throughline.samples.docs.UserProject.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Who copies the project of README.md has a project that compiles, trains and predicts. */
final class FirstPageTest {
  private static final Markdown PAGE = Markdown.of("README.md");
  private static final Pattern TYPE =
      Pattern.compile("public (?:final )?(?:class|interface) (\\w+)");

  @TempDir
  private Path folder;

  private UserProject project;

  @BeforeEach
  void copySources() throws IOException {
    project = new UserProject(folder);
    for (Markdown.Listing listing : PAGE.listings("java")) {
      if (listing.text().startsWith("package demo;")) {
        Matcher type = TYPE.matcher(listing.text());
        assertTrue(type.find(), listing.text());
        project.source("demo/" + type.group(1) + ".java", listing.text());
      }
    }
  }

  /** As Maven would: the same class path, processor path and flags. */
  @Test
  void thePomCompilesAndRunsTheProgram() throws Exception {
    Document pom = parse(PAGE.listing("xml"));
    String vector = text(pom, "vector.module");
    String classPath = UserProject.where(Network.class, Trainer.class);
    assertEquals("${vector.module}", text(pom, "arg"));
    assertEquals("${vector.module}", text(pom, "argLine"));
    Answer compiled =
        project.javac(
            List.of(
                vector, "--release", text(pom, "maven.compiler.release"), "-Xlint:all,-incubating",
                "-Werror",
                "-cp", classPath, "-processorpath", UserProject.processorPath()));
    assertEquals(0, compiled.exit(), compiled.text());
    String arguments =
        text(pom, "commandlineArgs")
            .replace("${vector.module}", vector)
            .replace("%classpath", folder.resolve("classes") + ":" + classPath);
    assertPredicts(project.java(List.of(arguments.split(" "))));
  }

  @Test
  void thePomNamesWhatThisBuildMakes() throws Exception {
    Document ours = parse(Files.readString(Markdown.ROOT.resolve("pom.xml")));
    Document theirs = parse(PAGE.listing("xml"));
    String version = child((Element) ours.getElementsByTagName("project").item(0), "version");
    assertEquals(version, text(theirs, "throughline.version"));
    Map<String, String> modules = new TreeMap<>();
    modules.put("throughline", "pom");
    for (String module : List.of("dsl", "runtime", "processor")) {
      Document pom = parse(Files.readString(Markdown.ROOT.resolve(module).resolve("pom.xml")));
      modules.put(
          child((Element) pom.getElementsByTagName("project").item(0), "artifactId"), "jar");
    }
    List<String> named = artifacts(theirs, "dev.throughline");
    assertTrue(modules.keySet().containsAll(named), named::toString);
    assertEquals(modules.size(), named.stream().distinct().count(), named::toString);
    // Versions of plugins that this build is known to work with.
    Map<String, String> known = plugins(ours);
    plugins(theirs).forEach((plugin, used) -> assertEquals(known.get(plugin), used, plugin));
    String gradle = PAGE.listing("kotlin");
    for (String artifact : named) {
      assertTrue(gradle.contains("dev.throughline:" + artifact), artifact);
    }
    assertTrue(gradle.contains("dev.throughline:throughline:" + version), gradle);
    assertTrue(gradle.contains("dev.throughline:throughline-processor:" + version), gradle);
  }

  /** With the jars themselves, the one for the processor path among them, as `package` made them. */
  @Test
  void theCommandsOfPlainJavacWork() throws Exception {
    for (String module : List.of("dsl", "runtime", "processor")) {
      assumeTrue(isPackaged(module),
          "no jar of " + module + ", or an old one: `mvn package` makes it");
    }
    Answer answer = project.shell(PAGE.listing("sh"));
    assertPredicts(answer);
  }

  private static void assertPredicts(Answer answer) {
    assertEquals(0, answer.exit(), answer.text());
    for (String name : List.of("level", "upright", "slanted")) {
      assertTrue(answer.text().contains(name + " looks like " + name + " ("), answer.text());
    }
  }

  private static boolean isPackaged(String module) throws IOException {
    Path target = Markdown.ROOT.resolve(module).resolve("target");
    try (Stream<Path> jars = Files.list(target);
        Stream<Path> classes = Files.walk(target.resolve("classes"))) {
      long made =
          jars.filter(file -> file.getFileName().toString().endsWith("-SNAPSHOT.jar"))
              .mapToLong(FirstPageTest::time)
              .min()
              .orElse(0);
      return made >= classes.mapToLong(FirstPageTest::time).max().orElse(Long.MAX_VALUE);
    }
  }

  private static long time(Path file) {
    return file.toFile().lastModified();
  }

  private static Document parse(String pom) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(pom.getBytes(StandardCharsets.UTF_8)));
  }

  private static String text(Document pom, String tag) {
    NodeList elements = pom.getElementsByTagName(tag);
    assertEquals(1, elements.getLength(), tag);
    return elements.item(0).getTextContent();
  }

  private static String child(Element element, String tag) {
    for (var node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node.getNodeName().equals(tag)) {
        return node.getTextContent();
      }
    }
    return "";
  }

  private static List<String> artifacts(Document pom, String group) {
    List<String> artifacts = new ArrayList<>();
    NodeList groups = pom.getElementsByTagName("groupId");
    for (int i = 0; i < groups.getLength(); i++) {
      if (groups.item(i).getTextContent().equals(group)) {
        artifacts.add(child((Element) groups.item(i).getParentNode(), "artifactId"));
      }
    }
    return artifacts;
  }

  private static Map<String, String> plugins(Document pom) {
    Map<String, String> versions = new TreeMap<>();
    NodeList plugins = pom.getElementsByTagName("plugin");
    for (int i = 0; i < plugins.getLength(); i++) {
      String version = child((Element) plugins.item(i), "version");
      if (!version.isEmpty()) {
        versions.put(child((Element) plugins.item(i), "artifactId"), version);
      }
    }
    return versions;
  }
}
