package dev.throughline.runtime.device.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.runtime.device.Device;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class CpuDeviceTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7})
  void everyUnitRunsExactlyOnceInManyLaunches(int threads) {
    try (CpuDevice cpu = Device.cpu(threads)) {
      for (int launch = 0; launch < 3000; launch++) {
        int units = launch % 131;
        AtomicIntegerArray runs = new AtomicIntegerArray(units);
        cpu.forEach(
            units,
            (from, to, scratch) -> {
              for (int i = from; i < to; i++) {
                runs.incrementAndGet(i);
              }
            });
        for (int i = 0; i < units; i++) {
          assertEquals(1, runs.get(i), "unit " + i + " of launch " + launch);
        }
      }
    }
  }

  @Test
  void samplesThatKeepAllThreadsBusyAreNotDivided() {
    try (CpuDevice cpu = Device.cpu(3)) {
      assertEquals(3, cpu.parts(1));
      assertEquals(2, cpu.parts(2));
      assertEquals(1, cpu.parts(3));
      assertEquals(1, cpu.parts(128));
      assertEquals(1, cpu.parts(0));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 7})
  void resultsOfOneLaunchAreVisibleToTheNext(int threads) {
    // Plain arrays: any missing edge of happens-before shows as a stale value sooner or later.
    int[] values = new int[97];
    try (CpuDevice cpu = Device.cpu(threads)) {
      for (int launch = 0; launch < 20_000; launch++) {
        int expected = launch;
        cpu.forEach(
            values.length,
            (from, to, scratch) -> {
              for (int i = from; i < to; i++) {
                int other = values.length - 1 - i;
                if (other >= i) {
                  assertEquals(expected, values[i]);
                  assertEquals(expected, values[other]);
                  values[i]++;
                  if (other != i) {
                    values[other]++;
                  }
                }
              }
            });
      }
    }
    int[] expected = new int[values.length];
    Arrays.fill(expected, 20_000);
    assertArrayEquals(expected, values);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7})
  void anExceptionReachesTheCallerAndTheDeviceGoesOn(int threads) {
    try (CpuDevice cpu = Device.cpu(threads)) {
      for (int launch = 0; launch < 200; launch++) {
        int bad = launch % 50;
        IllegalStateException thrown =
            assertThrows(
                IllegalStateException.class,
                () -> cpu.forEach(
                    50,
                    (from, to, scratch) -> {
                      if (from <= bad && bad < to) {
                        throw new IllegalStateException("unit " + bad);
                      }
                    }));
        assertEquals("unit " + bad, thrown.getMessage());
        AtomicInteger sum = new AtomicInteger();
        cpu.forEach(10, (from, to, scratch) -> sum.addAndGet(to - from));
        assertEquals(10, sum.get());
      }
    }
  }

  @Test
  void aFewUnitsGoThroughAllKernelsBeforeTheNext() {
    int units = 1000;
    int[] first = new int[units];
    int[] second = new int[units];
    AtomicInteger widest = new AtomicInteger();
    try (CpuDevice cpu = Device.cpu(3)) {
      cpu.forEach(
          units,
          3,
          (from, to, scratch) -> {
            widest.accumulateAndGet(to - from, Math::max);
            Arrays.fill(first, from, to, 1);
          },
          (from, to, scratch) -> {
            for (int unit = from; unit < to; unit++) {
              second[unit] += first[unit];
            }
          });
    }
    assertEquals(3, widest.get());
    assertEquals(units, Arrays.stream(second).sum());
    assertEquals(1, Arrays.stream(second).max().orElseThrow());
  }

  @Test
  void errorsKeepTheirType() {
    try (CpuDevice cpu = Device.cpu(2)) {
      StackOverflowError error = new StackOverflowError();
      assertSame(
          error,
          assertThrows(
              StackOverflowError.class,
              () -> cpu.forEach(
                  8,
                  (from, to, scratch) -> {
                    throw error;
                  })));
    }
  }

  @Test
  void everyThreadHasScratchOfItsOwn() throws InterruptedException {
    try (CpuDevice cpu = Device.cpu(3)) {
      cpu.reserveScratch(10);
      cpu.reserveScratch(100);
      cpu.reserveScratch(50);
      Set<float[]> seen = ConcurrentHashMap.newKeySet();
      CountDownLatch all = new CountDownLatch(3);
      cpu.forEach(
          3,
          (from, to, scratch) -> {
            assertTrue(scratch.length >= 100);
            seen.add(scratch);
            all.countDown();
            try {
              // Holds this thread until each of the three has a unit.
              assertTrue(all.await(30, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          });
      assertEquals(3, seen.size());
      assertEquals(3, new ArrayList<>(seen).stream().distinct().count());
    }
  }

  @Test
  void parkedThreadsWakeUp() throws InterruptedException {
    try (CpuDevice cpu = Device.cpu(3)) {
      for (int launch = 0; launch < 20; launch++) {
        Thread.sleep(5); // far longer than threads spin
        CountDownLatch all = new CountDownLatch(3);
        cpu.forEach(
            3,
            (from, to, scratch) -> {
              all.countDown();
              try {
                assertTrue(all.await(30, TimeUnit.SECONDS));
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
      }
    }
  }

  @Test
  void twoCallersTakeTurns() throws InterruptedException {
    try (CpuDevice cpu = Device.cpu(3)) {
      AtomicInteger sum = new AtomicInteger();
      AtomicInteger inside = new AtomicInteger();
      List<Throwable> failures = new ArrayList<>();
      Runnable caller =
          () -> {
            for (int launch = 0; launch < 2000; launch++) {
              AtomicInteger mine = new AtomicInteger();
              cpu.forEach(
                  20,
                  (from, to, scratch) -> {
                    mine.addAndGet(to - from);
                    sum.addAndGet(to - from);
                  });
              if (mine.get() != 20) {
                inside.incrementAndGet();
              }
            }
          };
      Thread first = new Thread(caller);
      Thread second = new Thread(caller);
      first.setUncaughtExceptionHandler((thread, e) -> failures.add(e));
      second.setUncaughtExceptionHandler((thread, e) -> failures.add(e));
      first.start();
      second.start();
      first.join();
      second.join();
      assertEquals(List.of(), failures);
      assertEquals(0, inside.get());
      assertEquals(2 * 2000 * 20, sum.get());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void aKernelWithinAKernelIsRefused(int threads) {
    try (CpuDevice cpu = Device.cpu(threads)) {
      IllegalStateException thrown =
          assertThrows(
              IllegalStateException.class,
              () -> cpu.forEach(
                  30,
                  (from, to, scratch) -> cpu.forEach(2, (innerFrom, innerTo, inner) -> {})));
      assertTrue(thrown.getMessage().startsWith("a kernel was launched from within a kernel"));
    }
  }

  @Test
  void anInterruptedCallerStillGetsAllUnitsAndStaysInterrupted() {
    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> {
          try (CpuDevice cpu = Device.cpu(2)) {
            Thread.currentThread().interrupt();
            AtomicInteger done = new AtomicInteger();
            cpu.forEach(
                8,
                (from, to, scratch) -> {
                  long until = System.nanoTime() + 2_000_000;
                  while (System.nanoTime() < until) {
                    Thread.onSpinWait();
                  }
                  done.addAndGet(to - from);
                });
            assertEquals(8, done.get());
            assertTrue(Thread.interrupted());
          }
        });
  }

  @Test
  void aClosedDeviceSaysSoAndEndsItsThreads() throws InterruptedException {
    CpuDevice cpu = Device.cpu(3);
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    CountDownLatch all = new CountDownLatch(3);
    cpu.forEach(
        3,
        (from, to, scratch) -> {
          threads.add(Thread.currentThread());
          all.countDown();
          try {
            assertTrue(all.await(30, TimeUnit.SECONDS));
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    cpu.close();
    cpu.close();
    threads.remove(Thread.currentThread());
    assertEquals(2, threads.size());
    for (Thread thread : threads) {
      thread.join(30_000);
      assertEquals(Thread.State.TERMINATED, thread.getState());
      assertTrue(thread.isDaemon());
    }
    assertThrows(
        IllegalStateException.class, () -> cpu.forEach(4, (from, to, scratch) -> {}));
  }

  @Test
  void aDeviceThatWasDroppedGivesItsThreadsBack() throws InterruptedException {
    Thread thread = threadOfADroppedDevice();
    for (int waited = 0; thread.isAlive() && waited < 200; waited++) {
      System.gc();
      thread.join(50);
    }
    assertEquals(Thread.State.TERMINATED, thread.getState());
  }

  private static Thread threadOfADroppedDevice() {
    AtomicReference<Thread> other = new AtomicReference<>();
    CpuDevice dropped = Device.cpu(2);
    Thread caller = Thread.currentThread();
    while (other.get() == null) {
      dropped.forEach(
          2,
          (from, to, scratch) -> {
            if (Thread.currentThread() != caller) {
              other.set(Thread.currentThread());
            } else if (other.get() == null) {
              Thread.yield();
            }
          });
    }
    return other.get();
  }

  @Test
  void theSharedDeviceCannotBeClosed() {
    assertSame(Device.cpu(), Device.cpu());
    Device.cpu().close();
    AtomicInteger done = new AtomicInteger();
    Device.cpu().forEach(5, (from, to, scratch) -> done.addAndGet(to - from));
    assertEquals(5, done.get());
    assertEquals(Runtime.getRuntime().availableProcessors(), Device.cpu().threads());
    try (CpuDevice own = Device.cpu(2)) {
      assertNotSame(Device.cpu(), own);
    }
  }

  @Test
  void aDeviceNeedsAThread() {
    assertEquals(
        "a device needs at least 1 thread, not 0: use Device.cpu() for all processors",
        assertThrows(IllegalArgumentException.class, () -> Device.cpu(0)).getMessage());
  }
}
