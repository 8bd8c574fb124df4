package dev.throughline.processor.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class MemberPathTest {
  private static final MemberPath CONV = new MemberPath("stage1.0.conv1");
  private static final MemberPath STEM = new MemberPath("stem");
  private static final MemberPath NETWORK = new MemberPath("");

  @Test
  void leadsFromTheNetworkToTheMember() {
    assertEquals(List.of("stage1", "0", "conv1"), CONV.names());
    assertEquals("conv1", CONV.name());
    assertEquals(new MemberPath("stage1"), CONV.outermost());
    assertEquals(Optional.of(new MemberPath("stage1.0")), CONV.around());
    assertEquals(STEM, STEM.outermost());
    assertEquals(Optional.empty(), STEM.around());
    assertTrue(NETWORK.isNetwork());
    assertEquals(List.of(), NETWORK.names());
    assertEquals(NETWORK, NETWORK.outermost());
  }

  @Test
  void isWithinWhatIsAroundItAndNotWhatIsCalledAlike() {
    assertTrue(CONV.isWithin(CONV));
    assertTrue(CONV.isWithin(new MemberPath("stage1")));
    assertTrue(CONV.isWithin(NETWORK));
    assertFalse(CONV.isWithin(new MemberPath("stage")));
    assertFalse(new MemberPath("stage10").isWithin(new MemberPath("stage1")));
    assertFalse(new MemberPath("stage1").isWithin(CONV));
  }

  @Test
  void knowsTheOutermostRepeat() {
    assertEquals(OptionalInt.of(1), CONV.repeat());
    assertEquals(OptionalInt.of(2), new MemberPath("head.stage.3.block.1.conv").repeat());
    assertEquals(OptionalInt.empty(), STEM.repeat());
    assertEquals(OptionalInt.empty(), NETWORK.repeat());
  }
}
