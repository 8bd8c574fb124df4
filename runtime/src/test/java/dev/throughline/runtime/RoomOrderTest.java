package dev.throughline.runtime;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Rooms of the runtime import rooms to their left only; a room below another belongs to it. */
class RoomOrderTest {
  private static final String ROOT = "dev.throughline.runtime";
  private static final List<String> ROOMS =
      List.of(
          "message", "tensor", "kernel", "spec", "device", "checkpoint", "network", "optimizer",
          "picture", "data", "training", "listener", "serving");

  private static final List<String> ROOMS_BELOW = List.of("device.cpu");

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
    ROOMS_BELOW.forEach(room -> known.add(ROOT + "." + room));
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

  /** {@code Device} has a factory for each kind of device; all else that is not of a kind knows none. */
  @Test
  void onlyTheFactoriesKnowAKindOfDevice() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".device.cpu..")
        .and()
        .doNotHaveFullyQualifiedName(ROOT + ".device.Device")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + ".device.cpu..")
        .check(CLASSES);
  }

  /** Arrays are the CPU's; to the right, floats come as arrays only where a caller feeds, reads or writes. */
  @Test
  void optimisersAndTrainingKeepNoArrays() {
    noFields()
        .that()
        .areDeclaredInClassesThat()
        .resideInAnyPackage(
            ROOT + ".optimizer..", ROOT + ".training..", ROOT + ".listener..")
        .should()
        .haveRawType(float[].class)
        .check(CLASSES);
  }
}
