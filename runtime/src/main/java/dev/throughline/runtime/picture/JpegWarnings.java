package dev.throughline.runtime.picture;

import java.util.List;
import java.util.Locale;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;

/**
 * What Java's decoder mends by guessing: grey where data ran out, noise after a damaged code. What changes no
 * pixel is let pass, as many cameras write it.
 */
final class JpegWarnings implements IIOReadWarningListener {
  private static final List<String> HARMLESS =
      List.of("extraneous bytes", "invalid sos parameters", "unknown adobe color");

  private boolean guessed;

  @Override
  public void warningOccurred(ImageReader source, String warning) {
    String said = warning.toLowerCase(Locale.ROOT);
    guessed |= HARMLESS.stream().noneMatch(said::contains);
  }

  void check() throws BadPictureException {
    if (guessed) {
      throw BadPictureException.damaged("its pixels could only be guessed");
    }
  }
}
