package dev.throughline.processor.header;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.autodiff.Autodiff;
import dev.throughline.processor.kernel.Kernel;
import dev.throughline.processor.kernel.Kernel.Buffer;
import dev.throughline.processor.kernel.Launch;
import dev.throughline.processor.kernel.Program;
import dev.throughline.processor.schedule.Registers;
import dev.throughline.processor.testing.Compilation;
import dev.throughline.processor.testing.Networks;
import dev.throughline.processor.testing.Passes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every kernel of every sample network does what its header says: formula, buffers, count of operations. */
class HeaderTest {
  private static final Path SAMPLES = Path.of("../samples/src/main/java");

  /** Elements of a result that are compared where a line tells each by itself. */
  private static final int ELEMENTS = 30;

  private static final double TOLERANCE = 1e-4;

  @Test
  void whatHeadersSayIsWhatKernelsDo() throws IOException {
    Map<Kernel, Runnable> checks = new LinkedHashMap<>();
    Map<Kernel, String> networkOf = new LinkedHashMap<>();
    Map<String, Program> programs = programs();
    for (var network : programs.entrySet()) {
      Program program = network.getValue();
      int scratch = program.scratchFloats();
      program.kernels().forEach(
          kernel -> {
            Kernel ofAnySize = ofAnySize(kernel);
            networkOf.putIfAbsent(ofAnySize, network.getKey());
            checks.putIfAbsent(ofAnySize, () -> check(kernel, sizes(program, kernel), scratch));
          });
    }
    List<String> wrong =
        checks.entrySet().parallelStream()
            .map(check -> wrong(check.getKey(), networkOf.get(check.getKey()), check.getValue()))
            .flatMap(Optional::stream)
            .toList();
    assertTrue(checks.size() > 200, () -> "only " + checks.size());
    assertEquals(List.of(), wrong, () -> String.join("\n", wrong));
  }

  /** A sum where a product is, or a difference where a sum is. */
  @Test
  void aFalseLineIsNoticed() {
    Program program = program(Networks.fixture("Small"));
    List<String> unnoticed = new ArrayList<>();
    int tried = 0;
    for (Kernel kernel : program.kernels()) {
      for (String line : kernel.formula()) {
        String wrong = line.replaceFirst(" · ", " + ");
        if (!wrong.equals(line)) {
          List<String> formula =
              kernel.formula().stream().map(each -> each.equals(line) ? wrong : each).toList();
          Kernel lying = with(kernel, kernel.constants(), formula);
          Runnable check =
              () -> check(lying, sizes(program, kernel), program.scratchFloats());
          tried++;
          if (wrong(lying, "Small", check).isEmpty()) {
            unnoticed.add(kernel.name() + ": " + wrong);
          }
        }
      }
    }
    assertTrue(tried > 30, "only " + tried);
    assertEquals(List.of(), unnoticed);
  }

  private static Optional<String> wrong(
      Kernel kernel, @Nullable String network, Runnable check) {
    try {
      check.run();
      return Optional.empty();
    } catch (RuntimeException | AssertionError e) {
      String formula = String.join("\n  ", kernel.formula());
      return Optional.of("%s of %s: %s\n  %s".formatted(kernel.name(), network, e, formula));
    }
  }

  /** Those of all samples, in the order of their names. */
  private static Map<String, Program> programs() throws IOException {
    Map<String, Program> programs = new ConcurrentSkipListMap<>();
    samples().entrySet().parallelStream()
        .forEach(network -> programs.put(network.getKey(), program(network.getValue())));
    return programs;
  }

  /** Kernels that differ by their sizes alone say and do the same. */
  private static Kernel ofAnySize(Kernel kernel) {
    return with(kernel, Map.of(), kernel.formula());
  }

  private static Kernel with(
      Kernel kernel, Map<String, Integer> sizes, List<String> formula) {
    return new Kernel(
        kernel.name(), "", formula, List.of(), kernel.buffers(), kernel.scalars(),
        new LinkedHashMap<>(sizes), kernel.unit(), kernel.elements(), kernel.operations(),
        kernel.body());
  }

  private static Map<String, Networks> samples() throws IOException {
    Compilation sources = new Compilation();
    try (Stream<Path> files = Files.walk(SAMPLES)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
        String text = Files.readString(file);
        if (text.contains("\n@Block\n") || text.contains("\n@Network(")) {
          sources.source(SAMPLES.relativize(file).toString(), text);
        }
      }
    }
    Networks.Expanding expanding = new Networks.Expanding();
    Compilation.Result result = sources.processors(expanding).options("-proc:only").run();
    assertTrue(result.success(), result::toString);
    assertTrue(expanding.networks().size() > 30, expanding.networks().keySet()::toString);
    return expanding.networks();
  }

  private static Program program(Networks network) {
    return Passes.program(
        Passes.scheduled(Autodiff.apply(network.training())), Passes.scheduled(network.folded()));
  }

  /** Those of the launch with the least work. */
  private static Map<String, Integer> sizes(Program program, Kernel kernel) {
    Optional<Map<String, Integer>> least =
        program.calls().filter(call -> call.kernel().equals(kernel)).map(Launch::sizes)
            .min(Comparator.comparingLong(
                sizes -> kernel.work(sizes).fixed() + kernel.work(sizes).perSample()));
    return least.orElse(kernel.constants());
  }

  private static void check(Kernel kernel, Map<String, Integer> launched, int scratch) {
    Map<String, Integer> sizes = SmallSizes.of(kernel, launched);
    Setting setting = Setting.of(kernel, sizes, scratch);
    List<Line> lines = kernel.formula().stream().map(Line::parse).toList();
    everyLineIsOfUse(kernel, lines);
    List<KernelRun> runs = new ArrayList<>(List.of(new KernelRun(setting, Registers.MANY)));
    if (!kernel.tiles(Registers.MANY).equals(kernel.tiles(Registers.FEW))) {
      runs.add(new KernelRun(setting, Registers.FEW));
    }
    buffersAreUsedAsTold(kernel, lines, runs.getFirst());
    operationsAreCounted(kernel, sizes, runs.getFirst());
    for (Buffer buffer : kernel.buffers()) {
      if (buffer.written()) {
        new Comparison(
            setting, lines, buffer,
            runs.stream().map(run -> run.values(buffer.name())).toList())
            .check();
      }
    }
  }

  private static void everyLineIsOfUse(Kernel kernel, List<Line> lines) {
    for (int number = 0; number < lines.size(); number++) {
      String name = lines.get(number).name();
      boolean written =
          kernel.buffers().stream().anyMatch(b -> b.written() && b.name().equals(name));
      boolean read =
          lines.subList(number + 1, lines.size()).stream()
              .anyMatch(line -> line.names().contains(name));
      assertTrue(written || read, () -> name + " is of no use");
    }
  }

  private static void buffersAreUsedAsTold(Kernel kernel, List<Line> lines, KernelRun run) {
    Set<String> named = new TreeSet<>();
    lines.forEach(
        line -> {
          named.add(line.name());
          named.addAll(line.names());
        });
    for (Buffer buffer : kernel.buffers()) {
      String name = buffer.name();
      assertTrue(named.contains(name), () -> name + " is in no line");
      assertEquals(buffer.written(), run.written().contains(name), () -> name + " is written");
      assertTrue(buffer.written() || run.read().contains(name), () -> name + " is read");
    }
  }

  private static void operationsAreCounted(
      Kernel kernel, Map<String, Integer> sizes, KernelRun run) {
    if (kernel.usesTiles()) {
      return;
    }
    Kernel small = with(kernel, sizes, kernel.formula());
    long times =
        switch (kernel.unit()) {
          case SAMPLE, SAMPLES, ROWS, SPLIT -> Setting.BATCH;
          case ELEMENT -> small.elements(sizes);
          case ONCE -> 1;
        };
    long told =
        times * (small.work().fixed() + Setting.BATCH * small.work().perSample());
    if (kernel.skips()) {
      assertTrue(run.operations() <= told, () -> run.operations() + " operations, not " + told);
    } else {
      assertEquals(told, run.operations(), "operations");
    }
  }

  /** A result beside what the lines say of it. */
  private static final class Comparison {
    private final Setting setting;
    private final List<Line> lines;
    private final Buffer buffer;
    private final Meaning meaning;
    private final int[] extents;
    private final int[] strides;
    private final List<double[]> results;

    Comparison(Setting setting, List<Line> lines, Buffer buffer, List<double[]> results) {
      this.results = results;
      this.setting = setting;
      this.lines = lines;
      this.buffer = buffer;
      this.meaning = new Meaning(setting, lines);
      this.extents = setting.extents(buffer);
      this.strides = setting.strides(buffer);
    }

    void check() {
      nothingBetweenRows();
      int last =
          IntStream.range(0, lines.size())
              .filter(i -> lines.get(i).name().equals(buffer.name()))
              .max()
              .orElseThrow(() -> new AssertionError(buffer.name() + " is defined by no line"));
      if (lines.get(last).isDirect() && !lines.get(last).zeroElsewhere()) {
        someElements(last);
      } else {
        allElements();
      }
    }

    /** What lies between the rows of a result belongs to others. */
    private void nothingBetweenRows() {
      int width = 1;
      int rows = Math.max(0, extents.length - buffer.shape().rowAxes());
      for (int axis = rows; axis < extents.length; axis++) {
        width *= extents[axis];
      }
      double[] before = requireNonNull(setting.values().get(buffer.name()));
      int pitch = buffer.shape().isApart() ? setting.number(buffer.shape().pitch()) : width;
      for (int at = 0; at < before.length; at++) {
        if (at % pitch >= width) {
          compare(before[at], at);
        }
      }
    }

    /** Each element by itself: the first, the last, and some between. */
    private void someElements(int number) {
      int length = IntStream.of(extents).reduce(1, (a, b) -> a * b);
      Random random = new Random(2);
      boolean all = length <= ELEMENTS;
      for (int i = 0; i < Math.min(length, ELEMENTS); i++) {
        int at = all || i == 0 ? i : i == 1 ? length - 1 : random.nextInt(length);
        int[] index = index(at);
        compare(meaning.element(number, index).orElseThrow(), at(index));
      }
    }

    /** What no line speaks of is as it was, or zero if a line says so. */
    private void allElements() {
      boolean zero =
          lines.stream().anyMatch(l -> l.name().equals(buffer.name()) && l.zeroElsewhere());
      double[] told =
          zero ? new double[results.getFirst().length]
              : requireNonNull(setting.values().get(buffer.name())).clone();
      for (int number = 0; number < lines.size(); number++) {
        if (lines.get(number).name().equals(buffer.name())) {
          meaning.elements(number, (index, value) -> told[at(index)] = value);
        }
      }
      for (int at = 0; at < told.length; at++) {
        compare(told[at], at);
      }
    }

    private void compare(double told, int at) {
      results.forEach(result -> compare(told, result[at], at));
    }

    private void compare(double told, double is, int at) {
      double most = TOLERANCE * Math.max(1, Math.max(Math.abs(told), Math.abs(is)));
      assertTrue(
          told == is || Math.abs(told - is) <= most,
          () -> "%s at %s is %s, not %s".formatted(buffer.name(), at, is, told));
    }

    /** Of element {@code at}, what lies between rows not counted. */
    private int[] index(int at) {
      int[] index = new int[extents.length];
      int rest = at;
      for (int axis = extents.length - 1; axis >= 0; axis--) {
        index[axis] = rest % extents[axis];
        rest /= extents[axis];
      }
      return index;
    }

    private int at(int[] index) {
      int at = 0;
      for (int axis = 0; axis < index.length; axis++) {
        assertTrue(index[axis] >= 0 && index[axis] < extents[axis], "outside " + buffer.name());
        at += index[axis] * strides[axis];
      }
      return at;
    }
  }
}
