package dev.throughline.runtime.device.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.device.DeviceException;
import dev.throughline.runtime.testing.AnotherMachine;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a machine cannot give, and what a device that is at its end does. */
@Timeout(60)
class DeviceLimitsTest {

  @ParameterizedTest
  @ValueSource(ints = {4097, 1_000_000, Integer.MAX_VALUE})
  void moreThreadsThanAnyMachineHasAreRefused(int threads) {
    assertEquals(
        "a device has at most 4,096 threads, not %,d: use Device.cpu() for all processors"
            .formatted(threads),
        assertThrows(DeviceException.class, () -> Device.cpu(threads)).getMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void noThreadsAreAMistakeOfTheCaller(int threads) {
    assertThrows(IllegalArgumentException.class, () -> Device.cpu(threads));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5})
  void whenThreadsRunOutThoseThatWereStartedEnd(int possible) throws InterruptedException {
    List<Thread> started = new ArrayList<>();
    DeviceException refused =
        assertThrows(
            DeviceException.class,
            () -> new Team(
                8,
                thread -> {
                  if (started.size() == possible) {
                    throw new OutOfMemoryError("unable to create native thread");
                  }
                  thread.start();
                  started.add(thread);
                }));
    assertEquals(
        "only %d of 8 threads could be started: use Device.cpu(n) with a smaller n, or raise the limit of"
            .formatted(possible + 1)
            + " threads (ulimit -u)",
        refused.getMessage());
    assertEquals(possible, started.size());
    for (Thread thread : started) {
      thread.join();
    }
  }

  @Test
  void scratchThatTheHeapHasNoRoomForIsRefusedInASentence() {
    try (CpuDevice cpu = Device.cpu(2)) {
      String sentence = "the heap has no room for 2,147,483,647 floats of scratch for each of ";
      for (CpuDevice device : List.of(cpu, cpu.lane())) {
        String message =
            assertThrows(
                DeviceException.class, () -> device.reserveScratch(Integer.MAX_VALUE))
                .getMessage();
        assertTrue(message.startsWith(sentence), message);
      }
      cpu.reserveScratch(10);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void aKernelCannotCloseItsDeviceWhichWouldWaitForItself(int threads) {
    AtomicInteger sum = new AtomicInteger();
    try (CpuDevice cpu = Device.cpu(threads)) {
      for (CpuDevice.Body bad : List.<CpuDevice.Body>of(
          (from, to, scratch) -> cpu.close(),
          (from, to, scratch) -> cpu.reserveScratch(1 << 20))) {
        assertTrue(
            assertThrows(IllegalStateException.class, () -> cpu.forEach(64, bad))
                .getMessage()
                .startsWith("a kernel cannot "));
      }
      cpu.forEach(10, (from, to, scratch) -> sum.addAndGet(to - from));
    }
    assertEquals(10, sum.get());
  }

  @Test
  void closingWhileAKernelRunsWaitsForItsEnd() throws InterruptedException {
    CpuDevice cpu = Device.cpu(2);
    AtomicInteger done = new AtomicInteger();
    Thread closer = new Thread(cpu::close);
    cpu.forEach(
        64,
        (from, to, scratch) -> {
          if (from == 0) {
            closer.start();
          }
          done.addAndGet(to - from);
        });
    closer.join();
    assertEquals(64, done.get());
    assertThrows(IllegalStateException.class, () -> cpu.forEach(0, (from, to, scratch) -> {}));
    assertThrows(IllegalStateException.class, () -> cpu.reserveScratch(1));
    cpu.close();
  }

  @Test
  void lanesRunSideBySideAndEachUnitOnce() throws InterruptedException {
    try (CpuDevice cpu = Device.cpu(3)) {
      cpu.reserveScratch(4);
      AtomicInteger wrong = new AtomicInteger();
      List<Thread> callers = new ArrayList<>();
      for (int caller = 0; caller < 4; caller++) {
        callers.add(new Thread(() -> wrong.addAndGet(wrongLaunches(cpu.lane()))));
      }
      callers.forEach(Thread::start);
      for (Thread caller : callers) {
        caller.join();
      }
      assertEquals(0, wrong.get());
    }
  }

  private static int wrongLaunches(CpuDevice lane) {
    lane.reserveScratch(4);
    int wrong = 0;
    for (int launch = 0; launch < 2000; launch++) {
      int units = launch % 40;
      AtomicInteger done = new AtomicInteger();
      lane.forEach(
          units,
          (from, to, scratch) -> {
            scratch[3] = from;
            done.addAndGet(scratch[3] == from ? to - from : 0);
          });
      wrong += done.get() == units ? 0 : 1;
    }
    return wrong;
  }

  @Test
  void aLaneEndsWithItsDeviceAndDoesNotEndIt() {
    CpuDevice cpu = Device.cpu(2);
    CpuDevice lane = cpu.lane();
    lane.close();
    AtomicInteger done = new AtomicInteger();
    lane.forEach(5, (from, to, scratch) -> done.addAndGet(to - from));
    assertEquals(5, done.get());
    cpu.close();
    for (int units : new int[] {1, 5}) {
      assertThrows(
          IllegalStateException.class, () -> lane.forEach(units, (from, to, scratch) -> {}));
    }
  }

  @Test
  void aMachineWithoutFmaSaysSoOnce() {
    String printed = AnotherMachine.run(Devices.class, "-XX:-UseFMA");
    assertEquals(2, printed.split("a fused multiply-add without an instruction", -1).length,
        printed);
    assertTrue(printed.contains("leave out -XX:-UseFMA"), printed);
    assertTrue(printed.endsWith("3 devices\n"), printed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-XX:+UseFMA", "-Xint", "-XX:TieredStopAtLevel=1"})
  void aMachineWithFmaSaysNothing(String option) {
    org.junit.jupiter.api.Assumptions.assumeTrue(hasFma());
    String printed = AnotherMachine.run(Devices.class, option);
    assertFalse(printed.contains("fused multiply-add"), printed);
    assertTrue(printed.endsWith("3 devices\n"), printed);
  }

  private static boolean hasFma() {
    return Boolean.parseBoolean(
        java.lang.management.ManagementFactory.getPlatformMXBean(
            com.sun.management.HotSpotDiagnosticMXBean.class)
            .getVMOption("UseFMA")
            .getValue());
  }

  static final class Devices {
    private Devices() {}

    public static void main(String[] arguments) {
      Device.cpu();
      for (int i = 1; i < 3; i++) {
        Device.cpu(i).close();
      }
      System.out.print("3 devices\n");
    }
  }
}
