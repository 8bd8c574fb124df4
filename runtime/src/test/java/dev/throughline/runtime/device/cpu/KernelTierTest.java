package dev.throughline.runtime.device.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.testing.AnotherMachine;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KernelTierTest {
  private static final float[] SCRATCH = {};
  private static final int UNITS = 4;

  private final int[] runs = new int[UNITS];
  private final CpuDevice.Body slow = (from, to, _) -> work(from, to, 200_000);
  private final CpuDevice.Body fast = (from, to, _) -> work(from, to, 0);

  private void work(int from, int to, long nanos) {
    for (int i = from; i < to; i++) {
      runs[i]++;
      long until = System.nanoTime() + nanos;
      while (System.nanoTime() < until) {
        Thread.onSpinWait();
      }
    }
  }

  @BeforeEach
  void nothingWarmsUp() {
    WarmUp.await();
  }

  @Test
  void runsTheTwinUntilTheVectorFormIsFaster() {
    KernelTier tier = KernelTier.of("conv");
    int launches = 0;
    while (tier.choose(fast, slow) != fast) {
      tier.choose(fast, slow).run(0, UNITS, SCRATCH);
      launches++;
      assertTrue(launches < 1000, "a form that is always faster was never chosen");
    }
    // Two forms shared each launch, but every unit ran once.
    for (int count : runs) {
      assertEquals(launches, count);
    }
    assertEquals("conv: vector", tier.toString());
  }

  @Test
  void keepsTheTwinWhereVectorsAreSlower() {
    KernelTier tier = KernelTier.of("pool");
    for (int i = 0; i < 100; i++) {
      tier.choose(slow, fast).run(0, UNITS, SCRATCH);
    }
    assertEquals("pool: undecided", tier.toString());
    for (int count : runs) {
      assertEquals(100, count);
    }
  }

  @Test
  void comparesLaunchesOfOneUnit() {
    KernelTier tier = KernelTier.of("update");
    for (int i = 0; i < 1000 && tier.choose(fast, slow) != fast; i++) {
      tier.choose(fast, slow).run(0, 1, SCRATCH);
    }
    assertSame(fast, tier.choose(fast, slow));
  }

  @Test
  void trustsTilesAsSoonAsTheyAreWarm() {
    CountDownLatch warm = new CountDownLatch(1);
    Runnable tiles =
        () -> {
          try {
            warm.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    new WarmUp(tiles).start();
    KernelTier tier = KernelTier.ofTiles("conv");
    assertSame(slow, tier.choose(fast, slow));
    warm.countDown();
    WarmUp.await();
    assertSame(fast, tier.choose(fast, slow));
  }

  @Test
  void whoWaitsForTilesHelpsAndNoTileIsCalledByTwo() {
    CountDownLatch both = new CountDownLatch(2);
    List<Set<Thread>> callers =
        List.of(ConcurrentHashMap.newKeySet(), ConcurrentHashMap.newKeySet());
    Runnable tiles =
        () -> {
          for (Set<Thread> callersOfTile : callers) {
            WarmUp.tile(
                run -> {
                  if (callersOfTile.add(Thread.currentThread())) {
                    both.countDown();
                    awaitForAWhile(both);
                  }
                },
                1);
          }
        };
    new WarmUp(tiles).start();
    WarmUp.await();
    assertEquals(0, both.getCount());
    Set<Thread> all = new HashSet<>();
    for (Set<Thread> callersOfTile : callers) {
      assertEquals(1, callersOfTile.size());
      all.addAll(callersOfTile);
    }
    assertEquals(2, all.size());
    assertTrue(all.contains(Thread.currentThread()));
  }

  private static void awaitForAWhile(CountDownLatch latch) {
    try {
      latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void tilesThatFindNoMemoryStayColdAndHoldNobodyUp() {
    Runnable tiles =
        () -> {
          throw new OutOfMemoryError("of a test");
        };
    new WarmUp(tiles).start();
    WarmUp.await();
    assertSame(fast, KernelTier.ofTiles("conv").choose(fast, slow));
  }

  @Test
  void saysWhichFlagIsMissing() {
    String printed = inAnotherMachine();
    assertTrue(printed.contains("kernels open: false"), printed);
    assertEquals(2, printed.split("kernels run as plain loops", -1).length, printed);
    assertTrue(printed.contains("--add-modules jdk.incubator.vector"), printed);
  }

  @Test
  void refusesVectorsThatAreNotThere() {
    String printed = inAnotherMachine("-Dthroughline.kernels=vector");
    assertTrue(printed.contains("--add-modules jdk.incubator.vector"), printed);
    assertTrue(!printed.contains("kernels open"), printed);
  }

  @Test
  void refusesAnUnknownSetting() {
    String printed = inAnotherMachine("-Dthroughline.kernels=fast");
    assertTrue(
        printed
            .contains("DeviceException: throughline.kernels is `fast`: use auto, vector or twin"),
        printed);
    assertTrue(!printed.contains("Initializer"), printed);
  }

  /** What {@link KernelsOpen} prints without the incubator module. */
  private static String inAnotherMachine(String... options) {
    return AnotherMachine.run(KernelsOpen.class, options);
  }

  static final class KernelsOpen {
    private KernelsOpen() {}

    public static void main(String[] arguments) {
      boolean open = KernelTier.areOpen(); // as a network's class asks before there is a device
      Device.cpu();
      System.out.println("kernels open: " + open);
    }
  }
}
