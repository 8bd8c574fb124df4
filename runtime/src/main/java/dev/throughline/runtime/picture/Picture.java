package dev.throughline.runtime.picture;

/**
 * A picture in memory, as Pillow's {@code convert("RGB")} or {@code convert("L")} gives it once EXIF's
 * rotation is applied.
 *
 * <p>Transparency is dropped: a pixel keeps the colour that the file stores for it, and no background
 * shows through. Of 16 bits the upper 8 count. Colour profiles and gamma are not applied.
 *
 * @param channels 3 for colour, 1 for grey
 * @param pixels unsigned bytes, stored {@code [h][w][c]}
 */
public record Picture(int channels, int height, int width, byte[] pixels) {

  /** Reads the bytes of a file; its first bytes tell the format, and of several frames the first counts. */
  public static Picture read(byte[] file, int channels) throws BadPictureException {
    Bytes bytes = Bytes.of(file);
    if (bytes.left() == 0) {
      throw new BadPictureException("it is empty");
    }
    if (bytes.startsWith(Png.SIGNATURE)) {
      return Png.read(bytes, channels);
    }
    if (bytes.startsWith(Jpeg.SIGNATURE)) {
      return Jpeg.read(bytes, channels);
    }
    if (bytes.startsWith("GIF87a") || bytes.startsWith("GIF89a")) {
      return Gif.read(bytes, channels);
    }
    if (bytes.startsWith("BM")) {
      return Bmp.read(bytes, channels);
    }
    if (bytes.startsWith(Wbmp.SIGNATURE)) {
      return Wbmp.read(bytes, channels);
    }
    throw BadPictureException.unknownFormat();
  }

  /** Scales until the size is just covered, and cuts out the centre. */
  public byte[] cover(int coverHeight, int coverWidth) {
    double scale = Math.max((double) coverWidth / width, (double) coverHeight / height);
    long scaledHeight = Math.max(coverHeight, Math.round(height * scale));
    long scaledWidth = Math.max(coverWidth, Math.round(width * scale));
    return Resampling.of(width, scaledWidth, (scaledWidth - coverWidth) / 2, coverWidth)
        .then(Resampling.of(height, scaledHeight, (scaledHeight - coverHeight) / 2, coverHeight))
        .apply(this);
  }
}
