package dev.throughline.runtime.device.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class SharesTest {
  private static List<Integer> claims(Shares shares, int launch, int thread) {
    List<Integer> claimed = new ArrayList<>();
    for (int range = shares.claim(launch, thread); range >= 0;
        range = shares.claim(launch, thread)) {
      claimed.add(range);
    }
    return claimed;
  }

  @Test
  void aThreadGoesForwardsThenBackwardsAndTakesFromOthersWhatTheyComeToLast() {
    Shares shares = new Shares(2);
    shares.deal(2, 5, 2);
    assertEquals(List.of(0, 1, 4, 3, 2), claims(shares, 2, 0));
    shares.deal(3, 5, 2);
    assertEquals(List.of(4, 3, 2, 0, 1), claims(shares, 3, 1));
  }

  @Test
  void nothingIsLeftOfALaunchThatIsOver() {
    Shares shares = new Shares(3);
    shares.deal(7, 9, 3);
    shares.deal(8, 1, 1);
    assertEquals(List.of(), claims(shares, 7, 0));
    assertEquals(List.of(), claims(shares, 7, 2));
    assertEquals(List.of(0), claims(shares, 8, 2));
  }

  @Test
  void aShareNumbersAllRanges() {
    Shares shares = new Shares(1);
    shares.deal(-1, Shares.MOST_RANGES, 1);
    assertEquals(Shares.MOST_RANGES, claims(shares, -1, 0).size());
  }

  @Test
  void eachRangeIsClaimedOnceByOneOfManyThreads() throws InterruptedException {
    int threads = 4;
    int ranges = 1000;
    Shares shares = new Shares(threads);
    for (int launch = Integer.MAX_VALUE - 20; launch != Integer.MIN_VALUE + 20; launch++) {
      shares.deal(launch, ranges, threads);
      AtomicIntegerArray times = new AtomicIntegerArray(ranges);
      List<Thread> running = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        int slot = thread;
        int number = launch;
        running.add(
            Thread.ofPlatform()
                .start(() -> claims(shares, number, slot).forEach(times::incrementAndGet)));
      }
      for (Thread thread : running) {
        thread.join();
      }
      for (int range = 0; range < ranges; range++) {
        assertEquals(1, times.get(range));
      }
    }
    assertTrue(shares.claim(Integer.MAX_VALUE - 20, 0) < 0);
  }
}
