package dev.throughline.processor.lower;

import static java.util.Objects.requireNonNull;

import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.kernel.Int;
import dev.throughline.processor.kernel.Kernel.Buffer;
import dev.throughline.processor.kernel.Shape;
import dev.throughline.processor.memory.Slot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The buffers of one kernel while it is being written, and the slots it is launched with.
 *
 * <p>A buffer is named after the quantity it holds, not after the member it belongs to, so that the same
 * loop over another member is the same kernel.
 */
final class Signature {
  /** Loop variables and parameters that every kernel may have: a formula that names them reads like the code. */
  private static final List<String> RESERVED =
      List.of(
          "n", "c", "i", "row", "at", "batch", "from", "to", "seed", "element", "scratch", "share",
          "parts");

  private final Map<Object, String> names = new HashMap<>();
  private final Map<String, Integer> taken = new HashMap<>();
  private final Map<String, Buffer> buffers = new LinkedHashMap<>();
  private final List<Slot> slots = new ArrayList<>();
  private final Map<String, Integer> sizes = new LinkedHashMap<>();

  private final int backwardFrom;
  private final Map<Node, String> gradients;

  /**
   * Of a kernel in a graph whose nodes from {@code backwardFrom} on are gradients.
   *
   * @param gradients what those of parameters are called
   */
  Signature(int backwardFrom, Map<Node, String> gradients) {
    this.backwardFrom = backwardFrom;
    this.gradients = gradients;
    RESERVED.forEach(name -> taken.put(name, 1));
  }

  /** The name under which the kernel reads {@code node}. */
  String read(Node node, Shape shape, Slot slot) {
    return use(node, slot, baseName(node, isGradient(node) ? "dy" : "x"), shape, false);
  }

  /** The name under which the kernel writes {@code node}. */
  String write(Node node, Shape shape, Slot slot) {
    Node key = node.op() instanceof Primitive.StateUpdate ? node.input(0) : node;
    return use(key, slot, baseName(key, isGradient(key) ? "dx" : "y"), shape, true);
  }

  /** A buffer under a name of the kernel's own, such as a temporary. */
  String buffer(String name, Shape shape, Slot slot, boolean written) {
    return use(List.of(name, slot), slot, name, shape, written);
  }

  /** {@code node} under a name of the kernel's own. */
  String buffer(String name, Node node, Slot slot, boolean written) {
    return use(node, slot, name, Shape.of(node.type()), written);
  }

  /** From one row of {@code buffer} to the next, {@code together} if these follow each other. */
  Int pitch(String buffer, Int together) {
    return isApart(buffer) ? shape(buffer).pitch() : together;
  }

  /** Whether there is something between the rows of {@code buffer}. */
  boolean isApart(String buffer) {
    return shape(buffer).isApart();
  }

  /** Floats from the first element of {@code buffer} to that of the next sample. */
  Int floats(String buffer) {
    return shape(buffer).floats();
  }

  private Shape shape(String buffer) {
    return requireNonNull(buffers.get(buffer), buffer).shape();
  }

  /** The size {@code name}, which is {@code number} in this launch; one of 1 or 0 is a size like others. */
  Int extent(String name, long number) {
    Integer known = sizes.putIfAbsent(name, Math.toIntExact(number));
    if (known != null && known != number) {
      throw new IllegalStateException("%s is both %s and %s".formatted(name, known, number));
    }
    return Int.extent(name);
  }

  /** Likewise where a kernel may have several sizes of this name: each number has one of its own. */
  Int oneOf(String name, long number) {
    String own = name;
    for (int i = 2; sizes.getOrDefault(own, (int) number) != number; i++) {
      own = name + i;
    }
    return extent(own, number);
  }

  /** The number of each size in this launch. */
  Map<String, Integer> sizes() {
    return sizes;
  }

  List<Buffer> buffers() {
    return List.copyOf(buffers.values());
  }

  List<Slot> slots() {
    return List.copyOf(slots);
  }

  private String use(Object key, Slot slot, String base, Shape shape, boolean written) {
    String known = names.get(key);
    if (known == null) {
      known = unique(base);
      names.put(key, known);
      Shape laid =
          slot.pitch() == 0 ? shape
              : shape.apart(extent(known.toUpperCase(Locale.ROOT) + "_PITCH", slot.pitch()));
      buffers.put(known, new Buffer(known, laid, written));
      slots.add(slot);
    } else if (written) {
      buffers.computeIfPresent(known,
          (_, buffer) -> new Buffer(buffer.name(), buffer.shape(), true));
    }
    return known;
  }

  /** {@code base}, then {@code base2}, {@code base3} …; locals of a kernel come from here as well. */
  String unique(String base) {
    int count = taken.merge(base, 1, Integer::sum);
    return count == 1 ? base : unique(base + count);
  }

  private boolean isGradient(Node node) {
    return node.id() >= backwardFrom;
  }

  private String baseName(Node node, String otherwise) {
    if (!node.label().isEmpty()) {
      return node.label();
    }
    if (gradients.containsKey(node)) {
      return requireNonNull(gradients.get(node));
    }
    return switch (node.op()) {
      case Primitive.Parameter(var info) -> lastPart(info.name());
      case Primitive.State(String name, _) -> lastPart(name);
      case Primitive.Reduce reduce -> reduced(reduce);
      case Primitive.Input(String name, _) -> name;
      default -> otherwise;
    };
  }

  /** {@code dbias} of {@code attend.in_proj_bias}. */
  static String gradientOf(Node parameter) {
    String name = ((Primitive.Parameter) parameter.op()).info().name();
    return "d" + name.substring(1 + Math.max(name.lastIndexOf('.'), name.lastIndexOf('_')));
  }

  /** What an unnamed reduction makes. */
  static String reduced(Primitive.Reduce reduce) {
    return switch (reduce.reduction()) {
      case SUM -> "sum";
      case MEAN -> "mean";
      case MAX -> "max";
    };
  }

  /** {@code stem.norm.running_mean} is {@code runningMean}. */
  private static String lastPart(String name) {
    String last = name.substring(name.lastIndexOf('.') + 1);
    StringBuilder camel = new StringBuilder();
    for (String word : last.split("_")) {
      camel.append(
          camel.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
    }
    return camel.toString();
  }
}
