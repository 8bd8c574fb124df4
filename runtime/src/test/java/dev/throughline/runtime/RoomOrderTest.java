package dev.throughline.runtime;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Rooms of the runtime import rooms to their left only. */
class RoomOrderTest {
  private static final String ROOT = "dev.throughline.runtime";
  private static final List<String> ROOMS =
      List.of(
          "message", "tensor", "kernel", "device", "checkpoint", "network", "optimizer", "picture",
          "data",
          "training",
          "listener", "serving");

  private static final JavaClasses CLASSES;

  static {
    // Names are enough to tell rooms apart; reading the JDK's classes too would take seconds.
    ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    CLASSES = new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests())
        .importPackages(ROOT);
  }

  @Test
  void everyClassLivesInARoom() {
    Set<String> known = new TreeSet<>();
    ROOMS.forEach(room -> known.add(ROOT + "." + room));
    Set<String> found = new TreeSet<>();
    CLASSES.forEach(type -> found.add(type.getPackageName()));
    assertEquals(known, found);
  }

  @Test
  void roomsImportToTheLeft() {
    for (int i = 0; i < ROOMS.size(); i++) {
      String[] right =
          ROOMS.subList(i + 1, ROOMS.size()).stream()
              .map(room -> ROOT + "." + room + "..")
              .toArray(String[]::new);
      if (right.length > 0) {
        noClasses()
            .that()
            .resideInAPackage(ROOT + "." + ROOMS.get(i) + "..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(right)
            .check(CLASSES);
      }
    }
  }
}
