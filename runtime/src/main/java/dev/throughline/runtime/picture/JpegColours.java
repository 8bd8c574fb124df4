package dev.throughline.runtime.picture;

/** What the samples of a JPEG mean. */
enum JpegColours {
  GREY {
    @Override
    int of(byte[] samples, int at) {
      return Canvas.grey(samples[at] & 0xFF);
    }
  },
  RGB {
    @Override
    int of(byte[] samples, int at) {
      return Canvas.rgb(samples[at] & 0xFF, samples[at + 1] & 0xFF, samples[at + 2] & 0xFF);
    }
  },
  YCC {
    @Override
    int of(byte[] samples, int at) {
      return ycc(samples, at);
    }
  },
  /** 0 is full ink, as Adobe's programs write it, and all others after them. */
  CMYK {
    @Override
    int of(byte[] samples, int at) {
      return inks(
          ~samples[at] & 0xFF, ~samples[at + 1] & 0xFF, ~samples[at + 2] & 0xFF,
          ~samples[at + 3] & 0xFF);
    }
  },
  /** Red, green and blue stand for what is left of cyan, magenta and yellow. */
  YCCK {
    @Override
    int of(byte[] samples, int at) {
      int rgb = ycc(samples, at);
      return inks(rgb >> 16, rgb >> 8 & 0xFF, rgb & 0xFF, ~samples[at + 3] & 0xFF);
    }
  };

  private static final int BITS = 16;
  private static final int HALF = 1 << (BITS - 1);

  /** The colour of the pixel whose samples begin at {@code at}. */
  abstract int of(byte[] samples, int at);

  /** JFIF's formula in 65,536ths, as the JPEG group's library rounds it. */
  private static int ycc(byte[] samples, int at) {
    int y = samples[at] & 0xFF;
    int blue = (samples[at + 1] & 0xFF) - 128;
    int red = (samples[at + 2] & 0xFF) - 128;
    return Canvas.rgb(
        Math.clamp(y + (91881 * red + HALF >> BITS), 0, 255),
        Math.clamp(y + (-22554 * blue - 46802 * red + HALF >> BITS), 0, 255),
        Math.clamp(y + (116130 * blue + HALF >> BITS), 0, 255));
  }

  private static int inks(int cyan, int magenta, int yellow, int black) {
    int light = 255 - black;
    return Canvas.rgb(left(light, cyan), left(light, magenta), left(light, yellow));
  }

  /** {@code light - light · ink / 255}, the quotient rounded. */
  private static int left(int light, int ink) {
    int product = light * ink + 128;
    return light - ((product >> 8) + product >> 8);
  }
}
