package dev.throughline.runtime.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class NameMappingTest {
  private static final NameMapping NAMES =
      NameMapping.NONE
          .rename("stem.norm", "bn1")
          .rename("stem", "conv1")
          .rename("conv{i}.norm", "bn{i}")
          .rename("dense{b}.{i}", "denseblock{b}.denselayer{i+1}");

  @Test
  void replacesRunsOfWholeParts() {
    assertEquals("bn1.weight", NAMES.theirs("stem.norm.weight"));
    assertEquals("conv1.weight", NAMES.theirs("stem.weight"));
    assertEquals("layer1.0.bn2.running_mean", NAMES.theirs("layer1.0.conv2.norm.running_mean"));
    assertEquals("system.weight", NAMES.theirs("system.weight"));
    assertEquals("stems.weight", NAMES.theirs("stems.weight"));
  }

  @Test
  void countsOn() {
    assertEquals("denseblock2.denselayer10.weight", NAMES.theirs("dense2.9.weight"));
  }

  @Test
  void leavesNamesWithoutARuleAsTheyAre() {
    assertEquals("a.b", NAMES.theirs("a.b"));
    assertEquals("stem.norm.bias", NameMapping.NONE.theirs("stem.norm.bias"));
  }

  @Test
  void refusesToGiveTwoTensorsOneName() {
    SequencedMap<String, Integer> tensors = new LinkedHashMap<>();
    tensors.put("stem.weight", 1);
    tensors.put("conv1.weight", 2);
    assertEquals(
        "the mapping of names gives `stem.weight` and `conv1.weight` one name, `conv1.weight`",
        assertThrows(IllegalArgumentException.class, () -> NAMES.apply(tensors)).getMessage());
  }

  private static String refused(Runnable rule) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, rule::run).getMessage());
  }

  @Test
  void rulesThatCannotBeReadAreRefusedWhenTheyAreGiven() {
    assertEquals(
        "the rule `a{i}` → `b{j}` cannot be read: nothing on our side is called {j}",
        refused(() -> NameMapping.NONE.rename("a{i}", "b{j}")));
    assertEquals(
        "the rule `a{i}.{i}` → `b` cannot be read: on our side a hole stands once, as {i}",
        refused(() -> NameMapping.NONE.rename("a{i}.{i}", "b")));
    refused(() -> NameMapping.NONE.rename("a{i+1}", "b{i}"));
  }

  @Test
  void countingOnFromWhatIsNoNumberIsRefused() {
    for (String part : new String[] {"x", "99999999999", "2147483647"}) {
      assertEquals(
          "`denseblock{b}.denselayer{i+1}` counts on from `%s`, which is no number".formatted(part),
          refused(() -> NAMES.theirs("dense2." + part + ".weight")));
    }
  }

  @Test
  void dollarsAndBackslashesMeanThemselves() {
    NameMapping odd = NameMapping.NONE.rename("conv{i}", "net$1\\{i}");
    assertEquals("net$1\\7.weight", odd.theirs("conv7.weight"));
  }
}
