package dev.throughline.samples.chart;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Pictures as files. */
public final class Png {

  private Png() {}

  /** Draws a picture, as a PNG. */
  public interface Drawing {
    void draw(OutputStream out) throws IOException;
  }

  /**
   * Draws in memory, then writes the file: what cannot be drawn leaves none.
   *
   * @throws IOException if the file cannot be written, or this machine cannot draw text
   */
  public static void write(Path file, Drawing drawing) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.setUseCache(false); // which would be a file, in a folder that may be full
    try {
      drawing.draw(bytes);
    } catch (LinkageError | InternalError e) { // as Java has it where fontconfig or FreeType is missing
      throw new IOException("Java finds no fonts here: install `fontconfig` and a font", e);
    }
    Files.write(file, bytes.toByteArray());
  }
}
