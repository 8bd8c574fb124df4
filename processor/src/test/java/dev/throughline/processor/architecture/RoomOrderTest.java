package dev.throughline.processor.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoomOrderTest {

  private static final String FIXTURE = RoomOrderTest.class.getPackageName() + ".fixture";

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.throughline");

  @Test
  void aRoomImportsRoomsToItsLeftOnly() {
    RoomOrder.of("dev.throughline.processor").check(MAIN);
  }

  /** What callers see is the same whatever runs it, and a target is written without it. */
  @Test
  void targetsAndTheClassThatCallersSeeDoNotKnowEachOther() {
    noClasses()
        .that()
        .resideInAPackage("dev.throughline.processor.emit.network..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.throughline.processor.emit.java..",
            "dev.throughline.processor.emit.cpu..",
            "dev.throughline.processor.emit.cuda..")
        .check(MAIN);
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.throughline.processor.emit.java..",
            "dev.throughline.processor.emit.cpu..",
            "dev.throughline.processor.emit.cuda..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.throughline.processor.emit.network..")
        .check(MAIN);
  }

  /** What is printed has been decided before. */
  @Test
  void whoeverPrintsChoosesNothing() {
    noClasses()
        .that()
        .resideInAPackage("dev.throughline.processor.emit..")
        .should()
        .dependOnClassesThat()
        .haveNameMatching(
            "dev\\.throughline\\.processor\\.(graph\\.Window"
                + "|schedule\\.(Cost|Target|Scheduling|ContractionScheduling|Sweeping))")
        .check(MAIN);
  }

  @Test
  void theCompilerNeverLoadsTheRuntime() {
    noClasses()
        .that()
        .resideInAPackage("dev.throughline.processor..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.throughline.runtime..")
        .check(MAIN);
  }

  @Test
  void theRuntimeNeverSeesTheCompiler() {
    noClasses()
        .that()
        .resideInAPackage("dev.throughline.runtime..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.throughline.processor..", "com.palantir..", "javax.annotation..")
        .check(MAIN);
  }

  @Test
  void theAnnotationsImportNothing() {
    classes()
        .that()
        .resideInAPackage("dev.throughline.dsl..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.throughline.dsl..", "java.lang..", "org.jspecify.annotations")
        .check(MAIN);
  }

  /** The fixture's kernel may import its graph; the two other classes break the rule once each. */
  @Test
  void theRuleFiresOnAnImportToTheRightAndOnAnUnknownRoom() {
    EvaluationResult result =
        RoomOrder.of(FIXTURE).evaluate(new ClassFileImporter().importPackages(FIXTURE));
    List<String> violations = result.getFailureReport().getDetails().stream().sorted().toList();
    assertEquals(2, violations.size(), violations::toString);
    assertTrue(
        violations.get(0).startsWith(FIXTURE + ".attic.Forgotten lives in none of the rooms"),
        violations::toString);
    assertTrue(
        violations.get(1).startsWith("graph imports from kernel, to its right: "),
        violations::toString);
  }
}
