package dev.throughline.processor.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An affine index: {@code offset + Σ stride · variable}. */
public record Index(int offset, List<Term> terms) {
  public Index {
    terms = terms.stream().filter(t -> t.stride() != 0).toList();
  }

  public record Term(String variable, int stride) {}

  public static Index of(int offset, Term... terms) {
    return new Index(offset, Arrays.asList(terms));
  }

  public static Term term(String variable, long stride) {
    return new Term(variable, Math.toIntExact(stride));
  }

  public Index plus(String variable, long stride) {
    List<Term> more = new ArrayList<>(terms);
    more.add(term(variable, stride));
    return new Index(offset, more);
  }

  /** This index where {@code variable} is 0. */
  Index without(String variable) {
    return new Index(offset, terms.stream().filter(t -> !t.variable().equals(variable)).toList());
  }

  /** How far one step of {@code variable} moves this index. */
  public int strideOf(String variable) {
    return terms.stream().filter(t -> t.variable().equals(variable)).mapToInt(Term::stride).sum();
  }
}
