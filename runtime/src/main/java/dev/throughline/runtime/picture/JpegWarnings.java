package dev.throughline.runtime.picture;

import java.util.Locale;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import org.jspecify.annotations.Nullable;

/**
 * What Java's decoder mends by guessing: grey where data ran out, noise after a damaged code. Bytes too
 * many between two markers change no pixel; many cameras write them.
 */
final class JpegWarnings implements IIOReadWarningListener {
  private @Nullable String first;

  @Override
  public void warningOccurred(ImageReader source, String warning) {
    if (first == null && !warning.toLowerCase(Locale.ROOT).contains("extraneous bytes")) {
      first = warning;
    }
  }

  void check() throws BadPictureException {
    if (first != null) {
      throw BadPictureException.damaged("its pixels could only be guessed");
    }
  }
}
