package dev.throughline.processor.header;

import static java.util.Objects.requireNonNull;

import dev.throughline.processor.schedule.Terms;
import dev.throughline.processor.schedule.Terms.Operand;
import dev.throughline.processor.schedule.Terms.Stride;
import java.util.Arrays;
import java.util.Map;

/** What the terms of a tile say, on a machine of so many lanes. */
record TileRun(Terms terms, int lanes, Map<String, Integer> arguments) {

  void run(double[] a, int aAt, double[] b, int bAt, double[] sums, int sumAt) {
    int rows = number(terms.outer().bound());
    int steps = number(terms.inner().bound());
    Place ofA = place(terms.a(), steps);
    Place ofB = place(terms.b(), steps);
    Place ofSum = place(terms.sum(), steps);
    for (int i = 0; i < terms.i().extent(); i++) {
      for (int j = 0; j < terms.j().extent(); j++) {
        for (int vector = 0; vector < terms.vectors(); vector++) {
          int to = sumAt + ofSum.at(0, 0, i, j) + vector * lanes;
          boolean first = j == 0 || terms.sum().j().moves();
          if (first && !terms.adds()) {
            Arrays.fill(sums, to, to + lanes, 0);
          }
          for (int row = 0; row < rows; row++) {
            for (int step = 0; step < steps; step++) {
              int left = aAt + ofA.at(row, step, i, j);
              int right = bAt + ofB.at(row, step, i, j) + vector * lanes;
              for (int lane = 0; lane < lanes; lane++) {
                sums[to + lane] += a[terms.channelwise() ? left + lane : left] * b[right + lane];
              }
            }
          }
        }
      }
    }
  }

  /** Distances of an operand's values along each loop. */
  private record Place(int first, int ofRow, int ofStep, int ofI, int ofJ) {
    int at(int row, int step, int i, int j) {
      return first + row * ofRow + step * ofStep + i * ofI + j * ofJ;
    }
  }

  private Place place(Operand operand, int steps) {
    int step = distance(operand.step());
    int row = operand.row().moves() ? distance(operand.row()) : steps * step;
    return new Place(
        operand.first(), row, step, distance(operand.i()), distance(operand.j()));
  }

  private int distance(Stride stride) {
    return stride.name().isEmpty() ? stride.floats()
        : stride.name().equals("LANES") ? lanes : number(stride.name());
  }

  private int number(String parameter) {
    return requireNonNull(arguments.get(parameter), parameter);
  }
}
