package dev.throughline.processor.schedule;

/**
 * How the output channels of a contraction are divided: panels of {@code vectors · 16} channels, the last
 * one filled up with zeros. A panel's weights lie side by side in memory whatever the number of
 * channels, and its width does not depend on the lanes of the machine.
 *
 * @param channels of the result
 * @param vectors of 16 lanes in a panel
 */
public record Panels(int channels, int vectors) {
  /** The most lanes a kernel uses; a machine of fewer computes a panel in several steps. */
  public static final int LANES = 16;

  /**
   * Two vectors, whose tiles are the fastest; three where that leaves a tenth fewer channels to compute in vain, as of 48,
   * and one where that is all there is.
   */
  static Panels of(int channels) {
    Panels pairs = new Panels(channels, 2);
    Panels triples = new Panels(channels, 3);
    return channels <= LANES
        ? new Panels(channels, 1)
        : 10 * triples.padded() <= 9 * pairs.padded() ? triples : pairs;
  }

  public int width() {
    return vectors * LANES;
  }

  public int count() {
    return Math.ceilDiv(channels, width());
  }

  /** Channels with the zeros that fill the last panel. */
  public int padded() {
    return count() * width();
  }

  public boolean ragged() {
    return padded() != channels;
  }

  /** Pixels of the tile that computes {@code columns} pixels in the fewest steps. */
  public int tilePixels(int columns) {
    return tilePixels(columns, LANES / vectors);
  }

  public int tilePixels(int columns, int most) {
    int best = 1;
    int bestCost = Integer.MAX_VALUE;
    for (int pixels = 1; pixels <= most; pixels++) {
      // Below eight sums in flight the latency of fma shows; loads of weights cost about as much as two.
      int cost = Math.ceilDiv(columns, pixels) * (Math.max(8, pixels * vectors) + 2);
      if (cost <= bestCost) {
        best = pixels;
        bestCost = cost;
      }
    }
    return best;
  }
}
