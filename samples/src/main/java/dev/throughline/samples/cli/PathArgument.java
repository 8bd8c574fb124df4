package dev.throughline.samples.cli;

import dev.throughline.runtime.message.Quote;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A file or folder as named on the command line. */
final class PathArgument implements ITypeConverter<Path> {

  @Override
  public Path convert(String text) {
    try {
      return of(text);
    } catch (BadInput e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  /** In a locale without the letters of a name, Java has lost them before anyone could look. */
  static Path of(String text) {
    if (text.isBlank()) { // which Java takes for the folder it runs in
      throw new BadInput("a file or folder needs a name");
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      boolean ascii = text.chars().allMatch(c -> c < 0x80);
      throw new BadInput(
          ascii
              ? "%s is no name of a file".formatted(Quote.name(text))
              : "the name %s cannot be read in the locale's encoding, %s: set LC_ALL=C.UTF-8"
                  .formatted(Quote.name(text), System.getProperty("sun.jnu.encoding")));
    }
  }
}
