package dev.throughline.runtime.data;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;

/** Turns image files into bytes of one size. */
final class Decoder {
  private Decoder() {}

  static void checkChannels(int channels) {
    if (channels != 1 && channels != 3) {
      throw new DataException(
          String.format(Locale.ROOT, "image files give 3 channels (colour) or 1 (grey), not %d",
              channels));
    }
  }

  static byte[] decode(Path file, int channels, int height, int width) {
    if (!Files.isRegularFile(file)) {
      throw new DataException("there is no file `%s`".formatted(file));
    }
    BufferedImage image;
    try {
      image = ImageIO.read(file.toFile());
    } catch (IOException | RuntimeException e) { // some decoders throw the latter at bad bytes
      throw new DataException("cannot read `%s`: %s".formatted(file, e.getMessage()), e);
    }
    if (image == null) {
      throw new DataException("`%s` is not an image of a known format".formatted(file));
    }
    return bytes(cover(image, height, width), channels);
  }

  /** Scales an image until it just covers the size, and keeps its centre. */
  private static BufferedImage cover(BufferedImage image, int height, int width) {
    double scale =
        Math.max((double) width / image.getWidth(), (double) height / image.getHeight());
    // Bilinear sampling reads 2×2 pixels only: beyond a factor of two it would skip pixels.
    BufferedImage current = image;
    while (scale < 0.5) {
      int w = Math.max(1, current.getWidth() / 2);
      int h = Math.max(1, current.getHeight() / 2);
      current = draw(current, 0, 0, w, h, w, h);
      scale =
          Math.max((double) width / current.getWidth(), (double) height / current.getHeight());
    }
    int w = Math.max(width, (int) Math.round(current.getWidth() * scale));
    int h = Math.max(height, (int) Math.round(current.getHeight() * scale));
    return draw(current, (width - w) / 2, (height - h) / 2, w, h, width, height);
  }

  private static BufferedImage draw(
      BufferedImage image, int x, int y, int w, int h, int canvasWidth, int canvasHeight) {
    BufferedImage canvas =
        new BufferedImage(canvasWidth, canvasHeight, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = canvas.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(image, x, y, w, h, null);
    graphics.dispose();
    return canvas;
  }

  private static byte[] bytes(BufferedImage image, int channels) {
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] bytes = new byte[height * width * channels];
    int at = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int rgb = image.getRGB(x, y);
        int red = rgb >> 16 & 0xFF;
        int green = rgb >> 8 & 0xFF;
        int blue = rgb & 0xFF;
        if (channels == 3) {
          bytes[at++] = (byte) red;
          bytes[at++] = (byte) green;
          bytes[at++] = (byte) blue;
        } else {
          // Luma of ITU-R BT.601, in thousandths.
          bytes[at++] = (byte) ((299 * red + 587 * green + 114 * blue + 500) / 1000);
        }
      }
    }
    return bytes;
  }
}
