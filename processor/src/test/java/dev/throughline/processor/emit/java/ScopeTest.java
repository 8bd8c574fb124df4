package dev.throughline.processor.emit.java;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.throughline.processor.emit.java.Scope.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** No name is given twice where the first is seen, and none that means something already. */
class ScopeTest {
  private final Scope method = Scope.apartFrom(List.of("int LANES = Math.max(a, b); // not"));

  @Test
  void aNameComesAgainOnlyInABlockBesideItsOwn() {
    assertEquals("pooled", method.inner().declare(Kind.LOCAL, "pooled"));
    assertEquals("pooled", method.declare(Kind.LOCAL, "pooled"));
    assertEquals("pooled2", method.inner().declare(Kind.LOCAL, "pooled"));
    assertEquals("pooled2", method.declare(Kind.LOCAL, "pooled"));
  }

  @Test
  void aReferenceMeansTheLastDeclarationAround() {
    method.declare(Kind.LOCAL, "sum");
    Scope inner = method.inner();
    assertEquals("sum", inner.of(Kind.LOCAL, "sum"));
    inner.declare(Kind.LOCAL, "sum");
    assertEquals("sum2", inner.inner().of(Kind.LOCAL, "sum"));
    assertEquals("sum", method.of(Kind.LOCAL, "sum"));
    assertThrows(IllegalStateException.class, () -> method.of(Kind.LOCAL, "mean"));
  }

  @Test
  void kindsOfNamesDoNotCaptureEachOther() {
    assertEquals("mean", method.declare(Kind.ARRAY, "mean"));
    assertEquals("meanAt", method.declare(Kind.START, "mean"));
    assertEquals("mean2", method.declare(Kind.LOCAL, "mean"));
    assertEquals("meanAt2", method.declare(Kind.ARRAY, "meanAt"));
    assertEquals("mean", method.of(Kind.ARRAY, "mean"));
    assertEquals("mean2", method.of(Kind.LOCAL, "mean"));
  }

  @Test
  void wordsOfJavaAndOfTheTextAroundAreTaken() {
    for (String word : List.of("class", "int", "null", "_", "yield", "LANES", "Math", "max", "a")) {
      assertEquals(word + "2", method.fresh(word), word);
    }
    assertEquals("not", method.fresh("not"));
  }

  @Test
  void aNameIsFreeWithAllItsEndings() {
    method.fresh("biasAt");
    assertEquals("bias2", method.fresh("bias", "At", "s"));
    assertEquals("bias2s2", method.fresh("bias2s"));
  }
}
