package dev.throughline.processor.kernel;

import java.util.List;
import java.util.function.Function;

/** Prints whole numbers the way Java and C both write them: {@code (n * ROWS + row) * C + c - 1}. */
public final class IntText {
  // How tightly an operation binds: an operand that binds less stands in brackets.
  private static final int SUM = 1;
  private static final int PRODUCT = 2;
  private static final int ATOM = 3;

  private final Function<Int, String> leaf;
  private final String least;
  private final String most;

  /**
   * Prints.
   *
   * @param leaf the text of a variable, of an extent and of the batch
   * @param least the function that gives the smaller of two numbers
   * @param most the one that gives the larger
   */
  public IntText(Function<Int, String> leaf, String least, String most) {
    this.leaf = leaf;
    this.least = least;
    this.most = most;
  }

  /** {@code value} with all names as they are in the kernel. */
  static String of(Int value) {
    return new IntText(IntText::own, "min", "max").text(value);
  }

  private static String own(Int leaf) {
    return switch (leaf) {
      case Int.Variable(String name) -> name;
      case Int.Extent(String name) -> name;
      default -> "n";
    };
  }

  public String text(Int value) {
    return text(value, SUM);
  }

  /** Likewise, in brackets where it is more than a name. */
  public String atom(Int value) {
    return text(value, ATOM);
  }

  private String text(Int value, int binding) {
    return switch (value) {
      case Int.Number(int number) -> Integer.toString(number);
      case Int.Variable _, Int.Extent _, Int.Batch _ -> leaf.apply(value);
      case Int.Sum(var terms) -> brackets(sum(terms), binding > SUM);
      case Int.Product(var factors) -> brackets(product(factors), binding > PRODUCT);
      case Int.Least(Int a, Int b) -> "%s(%s, %s)".formatted(least, text(a), text(b));
      case Int.Most(Int a, Int b) -> "%s(%s, %s)".formatted(most, text(a), text(b));
      case Int.Quotient(Int of, Int by) -> quotient(of, by, binding > SUM);
      case Int.Remainder(Int of, Int by) ->
          brackets("%s %% %s".formatted(text(of, PRODUCT), text(by, ATOM)), binding > SUM);
    };
  }

  private String sum(List<Int> terms) {
    StringBuilder text = new StringBuilder();
    for (Int term : terms) {
      boolean minus = isNegative(term) && !text.isEmpty();
      text.append(text.isEmpty() ? "" : minus ? " - " : " + ")
          .append(text(minus ? term.times(Int.of(-1)) : term, PRODUCT));
    }
    return text.toString();
  }

  private static boolean isNegative(Int term) {
    return switch (term) {
      case Int.Number(int value) -> value < 0;
      case Int.Product(var factors) -> factors.stream().anyMatch(IntText::isNegative);
      default -> false;
    };
  }

  private String product(List<Int> factors) {
    boolean minus = factors.getLast().equals(Int.of(-1));
    List<Int> shown = minus ? factors.subList(0, factors.size() - 1) : factors;
    String text =
        String.join(" * ", shown.stream().map(factor -> text(factor, PRODUCT)).toList());
    return minus ? "-" + text : text;
  }

  /** Products in a quotient may be larger than an index. */
  private String quotient(Int of, Int by, boolean within) {
    boolean large =
        of instanceof Int.Product || of instanceof Int.Sum sum
            && sum.terms().stream().anyMatch(Int.Product.class::isInstance);
    String divisor = text(by, ATOM);
    return large
        ? "(int) (%s / %s)".formatted(brackets("(long) " + text(of), of instanceof Int.Sum),
            divisor)
        : brackets("%s / %s".formatted(text(of, PRODUCT), divisor), within);
  }

  private static String brackets(String text, boolean needed) {
    return needed ? "(" + text + ")" : text;
  }
}
