package dev.throughline.runtime.picture;

import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * JPEG, baseline and progressive. Java's decoder makes samples of it, from the parts that it needs alone
 * ({@link JpegSegments}); colours are made of them here, by the rules of the JPEG group's library.
 */
final class Jpeg {
  static final String SIGNATURE = "\u00FF\u00D8\u00FF";

  private static final String NO_DECODER = "this Java has no decoder of JPEG: use a complete one";

  private Jpeg() {}

  static Picture read(Bytes in, int channels) throws BadPictureException {
    JpegSegments file = JpegSegments.read(in);
    int parts = file.components();
    if (parts != 1 && parts != 3 && parts != 4) {
      throw new BadPictureException(
          String.format(Locale.ROOT, "it is a JPEG of %d components, which is not read", parts));
    }
    // A block of 64 samples takes one bit at least; Java's decoder makes samples beside the canvas.
    long most = in.array().length * 8L * 64;
    long samples = (long) file.height() * file.width() * parts;
    Canvas canvas =
        Canvas.claim(
            channels, file.height(), file.width(), file.orientation(), most,
            samples + in.array().length);
    byte[] raster = samples(file.forDecoder(), (int) samples, file.width());
    JpegColours colours = file.colours();
    for (int h = 0, at = 0; h < file.height(); h++) {
      for (int w = 0; w < file.width(); w++, at += parts) {
        canvas.put(h, w, colours.of(raster, at));
      }
    }
    return canvas.picture();
  }

  private static byte[] samples(byte[] file, int count, int width) throws BadPictureException {
    ImageReader reader = decoder();
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      JpegWarnings warnings = new JpegWarnings();
      reader.addIIOReadWarningListener(warnings);
      reader.setInput(in, true, true);
      Raster raster = reader.readRaster(0, null);
      warnings.check();
      if (raster.getDataBuffer().getDataType() != DataBuffer.TYPE_BYTE
          || raster.getWidth() != width
          || raster.getWidth() * raster.getHeight() * raster.getNumBands() != count) {
        throw BadPictureException.damaged("its pixels do not fit its header");
      }
      byte[] samples =
          (byte[]) raster.getDataElements(
              raster.getMinX(), raster.getMinY(), raster.getWidth(), raster.getHeight(), null);
      return samples;
    } catch (BadPictureException e) {
      throw e;
    } catch (IOException | RuntimeException e) { // the decoder throws the latter at bad bytes too
      throw new BadPictureException("it is damaged, or a JPEG that Java cannot decode", e);
    } catch (LinkageError e) { // a slim Java without the library that the decoder calls
      throw new BadPictureException(NO_DECODER, e);
    } finally {
      reader.dispose();
    }
  }

  /** Java's own: another on the class path may understand the same bytes otherwise. */
  private static ImageReader decoder() throws BadPictureException {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("jpeg");
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if (reader.getClass().getModule().equals(ImageIO.class.getModule())) {
        return reader;
      }
    }
    throw new BadPictureException(NO_DECODER);
  }
}
