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
}
