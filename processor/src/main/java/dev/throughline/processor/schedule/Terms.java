package dev.throughline.processor.schedule;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a tile sums: {@code sum[i][j] += a(i, j) · b(j)} over two loops, one inside the other.
 *
 * <p>b and the sums are vectors of channels; a is a number that meets all channels of b, or such a vector too. i and
 * j are unrolled; where the sums do not move along j, they are sums over it too. Products are added in the order of
 * the loops, then of j: whoever prints it so gets the same bits.
 *
 * @param channelwise whether a is a vector too
 * @param adds whether the sums go on from what is stored
 * @param vectors of channels for each i and j, one behind the other in b and in the sums
 */
public record Terms(
    Loop outer, Loop inner, Axis i, Axis j, boolean channelwise, boolean adds, Operand a, Operand b,
    Operand sum, int vectors) {

  /** One vector of channels for each i and j. */
  Terms(
      Loop outer, Loop inner, Axis i, Axis j, boolean channelwise, boolean adds, Operand a,
      Operand b,
      Operand sum) {
    this(outer, inner, i, j, channelwise, adds, a, b, sum, 1);
  }

  /** Counts {@code variable} from 0 to the parameter {@code bound}. */
  public record Loop(String variable, String bound) {}

  /**
   * An unrolled index.
   *
   * @param unit what it counts, as a word
   */
  public record Axis(String letter, int extent, String unit) {}

  /**
   * The way from one value to the next: so many floats, or as many as {@code name} says.
   *
   * @param name a parameter, {@code LANES} for the floats of a vector, or empty
   */
  public record Stride(int floats, String name) {
    static final Stride NONE = by(0);
    static final Stride VECTOR = by("LANES");

    static Stride by(int floats) {
      return new Stride(floats, "");
    }

    static Stride by(String name) {
      return new Stride(0, name);
    }

    /** Whether there is another value at all. */
    public boolean moves() {
      return !equals(NONE);
    }

    /** As it is written. */
    public String distance() {
      return name.isEmpty() ? String.valueOf(floats) : name;
    }

    private boolean isParameter() {
      return !name.isEmpty() && !equals(VECTOR);
    }
  }

  /**
   * Where values lie.
   *
   * @param first floats before that of j = 0, where they lie in reverse
   * @param row along the outer loop; one that does not move goes on where the last row ended
   * @param step along the inner loop
   */
  public record Operand(String buffer, int first, Stride row, Stride step, Stride i, Stride j) {
    Operand(String buffer, Stride row, Stride step, Stride i, Stride j) {
      this(buffer, 0, row, step, i, j);
    }

    /** The parameter that says where the first value is. */
    public String start() {
      return buffer + "At";
    }

    private Stream<String> parameters() {
      Stream<Stride> strides = Stream.of(row, step, i, j).filter(Stride::isParameter);
      return Stream.concat(Stream.of(buffer, start()), strides.map(Stride::name).sorted());
    }
  }

  /** The names of the parameters: each operand, its start and its strides in order of their names; the bounds. */
  public List<String> parameters() {
    Stream<String> bounds = Stream.of(outer.bound, inner.bound);
    return Stream.concat(Stream.of(a, b, sum).flatMap(Operand::parameters), bounds).toList();
  }

  /** Channels that lie side by side in a sum. */
  public int channels() {
    return (sum.j.equals(Stride.VECTOR) ? j.extent : vectors) * Panels.LANES;
  }

  /** Vectors of products in one round of the inner loop. */
  public int products() {
    return i.extent * j.extent * vectors;
  }

  /** Whether a value of a meets several of b: a(i, j) is a(i + j, 0). */
  public boolean slides() {
    return a.j.moves();
  }

  /** Whether the sums of a j are more than one more vector of channels. */
  public boolean keepsColumns() {
    return sum.j.floats > 0;
  }

  /** Whether the inner loop reads a side by side, for each i elsewhere. */
  public boolean readsRuns() {
    return a.i.isParameter() && a.step.floats == 1;
  }

  /** Sums that plain loops hold in locals at a time: {@code high} along i by {@code wide} channels. */
  public record Block(int high, int wide) {}

  /** The tallest block that divides the tile and keeps to 16 registers. */
  public Block block() {
    if (channelwise) {
      return new Block(i.extent, 1);
    }
    for (int high : new int[] {4, 3, 5, 7, 2}) {
      if (i.extent % high == 0) {
        return new Block(high, high <= 4 ? 4 : 2);
      }
    }
    return i.extent == 1 || i.extent > 13 ? new Block(1, 8) : new Block(i.extent, 1);
  }
}
