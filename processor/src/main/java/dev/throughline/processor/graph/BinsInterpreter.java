package dev.throughline.processor.graph;

/**
 * Defines means over bins of one axis, and their gradient.
 *
 * @param outer elements before the axis, those of the batch included
 * @param inner elements within it
 */
record BinsInterpreter(int outer, Bins bins, int inner) {
  /** Of {@code count} bins along {@code axis} of {@code batch} tensors of type {@code x}. */
  static BinsInterpreter along(int axis, TensorType x, int count, int batch) {
    int outer = batch;
    for (int extent : x.extents().subList(0, axis)) {
      outer *= extent;
    }
    int in = x.extents().get(axis);
    int inner = Math.toIntExact(x.elements() * batch / outer / in);
    return new BinsInterpreter(outer, new Bins(in, count), inner);
  }

  double[] means(double[] x) {
    double[] y = new double[outer * bins.count() * inner];
    forEachMember((element, mean, size) -> y[mean] += x[element] / size);
    return y;
  }

  double[] gradient(double[] dy) {
    double[] dx = new double[outer * bins.in() * inner];
    forEachMember((element, mean, size) -> dx[element] += dy[mean] / size);
    return dx;
  }

  /** An element of a bin, the bin's mean, and how many elements the bin has. */
  private interface Membership {
    void at(int element, int mean, int size);
  }

  private void forEachMember(Membership membership) {
    for (int o = 0; o < outer; o++) {
      for (int bin = 0; bin < bins.count(); bin++) {
        for (int in = bins.start(bin); in < bins.end(bin); in++) {
          for (int i = 0; i < inner; i++) {
            int element = (o * bins.in() + in) * inner + i;
            membership.at(element, (o * bins.count() + bin) * inner + i, bins.size(bin));
          }
        }
      }
    }
  }
}
