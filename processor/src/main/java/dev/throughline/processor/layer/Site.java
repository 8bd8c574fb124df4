package dev.throughline.processor.layer;

import dev.throughline.dsl.Block;
import dev.throughline.processor.diagnostic.Hint;
import dev.throughline.processor.diagnostic.Numbers;
import dev.throughline.processor.diagnostic.Problem;
import dev.throughline.processor.diagnostic.Problems;
import dev.throughline.processor.diagnostic.SourceRef;
import dev.throughline.processor.graph.MemberPath;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.model.Annotated;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a member stands while it is checked; once for each repeat of the block around it.
 *
 * @param <A> the member's annotation
 */
public final class Site<A extends Annotation> {
  /** Keeps sums and products of a few such numbers exact. */
  private static final int MOST = 1 << 20;

  private final Annotated<A> annotated;
  private final String path;
  private final Scope scope;
  private final Values<TensorType> values;
  private final Problems problems;
  private boolean failed;
  private boolean typed = true;

  public Site(
      Annotated<A> annotated,
      String path,
      Scope scope,
      Values<TensorType> values,
      Problems problems) {
    this.annotated = annotated;
    this.path = path;
    this.scope = scope;
    this.values = values;
    this.problems = problems;
  }

  /** Where an annotation stands that is part of this one, under a name of its own. */
  public <B extends Annotation> Site<B> part(Annotated<B> inner, String name) {
    return new Site<>(inner, path + "." + name, scope, values, problems);
  }

  /** The same place, with nothing reported. */
  public Site<A> afresh() {
    return new Site<>(annotated, path, scope, values, problems);
  }

  /** What the user wrote, defaults included. */
  public A settings() {
    return annotated.values();
  }

  public Annotated<A> annotated() {
    return annotated;
  }

  /** {@code stage1.0.conv1}. */
  public String path() {
    return path;
  }

  public Scope scope() {
    return scope;
  }

  /** Whether an error was reported here. */
  public boolean failed() {
    return failed;
  }

  /** Whether what was reported here, if anything, leaves the type of the result known. */
  public boolean isTyped() {
    return typed;
  }

  /**
   * The type of the value that {@code attribute} names; null if that is unknown. A name that stands for
   * nothing is reported.
   */
  public @Nullable TensorType value(String attribute, String name) {
    return value(annotated.at(attribute), name);
  }

  private @Nullable TensorType value(SourceRef where, String name) {
    if (!values.knows(name)) {
      failed = true;
      typed = false;
      UnknownValue.report(where, path, name, values, problems);
    }
    return values.get(name);
  }

  /** Reports which of {@code names} stand for nothing. */
  public void checkNames(String attribute, String... names) {
    for (int i = 0; i < names.length; i++) {
      value(annotated.at(attribute, i), names[i]);
    }
  }

  /** What went wrong in a part of this member went wrong here. */
  public void failedIn(Site<?> part) {
    failed |= part.failed;
    typed &= part.typed;
  }

  /** Reports a problem at the value of {@code attribute}, or at the annotation if none was written. */
  public void report(String attribute, Problem problem, String what, Hint... hints) {
    failed |= problem.isError();
    typed &= !problem.isError();
    problems.report(annotated.at(attribute), problem, what, hints);
  }

  /** Reports a problem of the annotation as a whole. */
  public void report(Problem problem, String what, Hint... hints) {
    failed |= problem.isError();
    typed &= !problem.isError();
    problems.report(annotated.place(), problem, what, hints);
  }

  /** Reports {@code value} if it is below {@code least}, or beyond anything a network can hold. */
  public void checkAtLeast(String attribute, int value, int least) {
    if (value < least) {
      illegal(attribute, value, String.format(Locale.ROOT, "%d or more", least));
    } else if (value > MOST) {
      illegal(attribute, value, Numbers.grouped(MOST) + " or less");
    }
  }

  /** Whether an array can hold {@code extents}; reports it if not. */
  public boolean checkSize(String what, List<Integer> extents) {
    String product = extents.stream().map(String::valueOf).collect(Collectors.joining(" × "));
    double elements = extents.stream().mapToDouble(Integer::doubleValue).reduce(1, (a, b) -> a * b);
    if (elements > Integer.MAX_VALUE) {
      report(
          Problem.TOO_LARGE,
          "the %s of `%s` would have %s elements; an array holds %s"
              .formatted(
                  what, path, product, Numbers.grouped(Integer.MAX_VALUE)),
          Hint.use("fewer features, a smaller kernel, or an earlier stride or pooling"));
    }
    return elements <= Integer.MAX_VALUE;
  }

  /** Reports {@code value} if it is not in [0, 1). */
  public void checkRate(String attribute, double value) {
    if (!(value >= 0 && value < 1)) {
      illegalBeside(attribute, value, "a number from 0 up to, but not including, 1");
    }
  }

  /** Reports what a normalisation adds to a variance if it is not a positive number. */
  public void checkEpsilon(double value) {
    if (!((float) value > 0 && (float) value < Float.POSITIVE_INFINITY)) {
      illegalBeside("epsilon", value, "a small number above 0, such as 1e-5");
    }
  }

  /** Reports the share of a batch's statistics in the running ones if it is not in (0, 1]. */
  public void checkMomentum(double value) {
    if (!(value > 0 && value <= 1)) {
      illegalBeside("momentum", value, "a number above 0 and at most 1");
    }
  }

  /** Reports a value outside its range. */
  public void illegal(String attribute, Object value, String range) {
    report(
        attribute,
        Problem.ILLEGAL_VALUE,
        "`%s` has %s = %s".formatted(path, attribute, value),
        Hint.use(range));
  }

  /** Reports a value outside its range that has no part in the type of the result. */
  public void illegalBeside(String attribute, Object value, String range) {
    boolean known = typed;
    illegal(attribute, value, range);
    typed = known;
  }

  /** Reports a problem that leaves the type of the result known. */
  public void reportBeside(String attribute, Problem problem, String what, Hint... hints) {
    boolean known = typed;
    report(attribute, problem, what, hints);
    typed = known;
  }

  /** Checks filters, or their like under another name, which a block may give. */
  public void checkFilters(String attribute, int written) {
    if (written != Block.OF_BLOCK) {
      checkAtLeast(attribute, written, 1);
    } else if (scope.user() == null) {
      report(
          attribute,
          Problem.FILTERS_MISSING,
          "`%s` gives no %s, and there is no block to take them from".formatted(path, attribute),
          Hint.use("%s(%s = …)".formatted(annotated.name(), attribute)));
    } else if (scope.filters() == null) {
      failed = true;
      typed = false;
      problems.report(
          scope.user().place(),
          Problem.FILTERS_MISSING,
          "`%s` gives no filters, but `%s` of its block takes them from there"
              .formatted(scope.path(), new MemberPath(path).name()),
          Hint.use("%s(filters = …)".formatted(scope.user().name())));
    }
  }

  /** Whether there are one or two numbers, all at least {@code least}; reports it if not. */
  boolean checkPerAxis(String attribute, PerAxis value, int least) {
    boolean right = checkComplete(attribute, value);
    if (right && value.written().stream().anyMatch(n -> n < least)) {
      illegal(attribute, value, String.format(Locale.ROOT, "%d or more", least));
      return false;
    }
    if (right && value.written().stream().anyMatch(n -> n > MOST)) {
      illegal(attribute, value, Numbers.grouped(MOST) + " or less");
      return false;
    }
    return right;
  }

  /** Reports a dilation that takes the kernel beyond anything a network can hold. */
  void checkReach(PerAxis kernel, PerAxis dilation) {
    long rows = (kernel.rows() - 1L) * dilation.rows();
    long columns = (kernel.columns() - 1L) * dilation.columns();
    if (Math.max(rows, columns) > MOST) {
      illegal("dilation", dilation, "less, so that the kernel stays within the image");
    }
  }

  private boolean checkComplete(String attribute, PerAxis value) {
    if (!value.isComplete()) {
      illegal(attribute, value, "one number, or two: for rows and for columns");
    }
    return value.isComplete();
  }

  /** Checks strides, which a block may give. */
  void checkStride(PerAxis strides) {
    if (checkComplete("stride", strides)) {
      strides.written().stream().distinct().forEach(this::checkStride);
    }
  }

  /** Checks a share of the block's filters, for which {@code attribute} must be left to the block. */
  public void checkRatio(double ratio, String attribute, int written) {
    if (!(ratio > 0 && ratio < Integer.MAX_VALUE)) {
      illegal("ratio", ratio, "a number above 0, such as 0.25");
    } else if (ratio != 1 && written != Block.OF_BLOCK) {
      report(
          "ratio",
          Problem.ILLEGAL_VALUE,
          String.format(Locale.ROOT,
              "`%s` gives %s = %d and a ratio of the block's filters as well", path, attribute,
              written),
          Hint.use("one of them"));
    } else if (!failed && scope.sound()) {
      int ofBlock = scope.filters(written);
      double filters = ofBlock * ratio;
      if (filters < 1 || filters != Math.rint(filters)) {
        report(
            "ratio",
            Problem.UNEVEN_CHANNELS,
            String.format(Locale.ROOT, "`%s` would have %s of %d filters, which is %s", path, ratio,
                ofBlock, filters),
            Hint.use("a ratio that leaves a whole number of filters"));
      }
    }
  }

  /** Checks a stride, which a block may give. */
  public void checkStride(int written) {
    if (written != Block.OF_BLOCK) {
      checkAtLeast("stride", written, 1);
    } else if (scope.stride() == null) {
      report(
          "stride",
          Problem.STRIDE_MISSING,
          "`%s` takes its stride from a block, but stands in none".formatted(path),
          Hint.use("a number: stride = 1 or stride = 2"));
    }
  }

  /** Whether {@code x} is of the kind that a layer is for; if not, says so. */
  public boolean checkTokens(TensorType x, boolean wanted) {
    if (x.isIndices() && !wanted) {
      report(
          Problem.TOKENS_NOT_EMBEDDED,
          "`%s` needs numbers but reads the tokens %s".formatted(path, x),
          Hint.use("@Embedding(units = …) before it"));
    } else if (wanted && !x.isIndices()) {
      report(
          Problem.NOT_TOKENS,
          "`%s` needs tokens but reads %s".formatted(path, x),
          Hint.use("it on an input: @Input(tokens = …, length = …)"),
          Hint.or("@Linear for numbers"));
    }
    return x.isIndices() == wanted;
  }

  /** Whether {@code x} is a sequence; if not, says so. */
  public boolean checkSequence(TensorType x) {
    if (!x.isSequence()) {
      report(
          Problem.NOT_A_SEQUENCE,
          "`%s` needs a sequence f32[n, t, d] but reads %s".formatted(path, x),
          Hint.use("it after an @Embedding of tokens"),
          Hint.or("on an input: @Input(length = …, features = …)"));
    }
    return x.isSequence();
  }

  /** Whether {@code x} is an image; if not, says so. */
  public boolean checkImage(TensorType x) {
    if (!x.isImage()) {
      report(
          Problem.VECTOR_NOT_IMAGE,
          "`%s` needs an image but reads %s".formatted(path, x),
          new Hint("move", "it before the layer that makes a vector of the image"));
    }
    return x.isImage();
  }

  /** Whether {@code x} is a vector; if not, says so. */
  public boolean checkVector(TensorType x) {
    if (x.isImage()) {
      report(
          Problem.IMAGE_NOT_FLATTENED,
          "`%s` needs a vector but reads the image %s".formatted(path, x),
          Hint.use(
              String.format(Locale.ROOT, "@GlobalAveragePool before it, which leaves %d features",
                  x.channels())),
          Hint.or("@Flatten, which leaves " + Numbers.grouped(x.elements())));
    }
    return !x.isImage();
  }
}
