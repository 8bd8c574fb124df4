package dev.throughline.runtime.message;

import java.io.CharConversionException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** Why reading or writing failed, in words: never "null", never the name of a Java class. */
public final class Reason {
  private static final int LONGEST = 200;

  private Reason() {}

  /** The end of a sentence such as "cannot read `data/batch.bin`: …". */
  public static String of(Throwable failure) {
    return switch (failure) {
      case UncheckedIOException e when e.getCause() instanceof IOException cause -> of(cause);
      case NoSuchFileException _, FileNotFoundException _ -> "there is no such file";
      case AccessDeniedException _ -> "permission denied";
      case NotDirectoryException _ -> "it is not a folder";
      case FileAlreadyExistsException _ -> "it is there already";
      case DirectoryNotEmptyException _ -> "the folder is not empty";
      case FileSystemLoopException _ -> "its links lead in a circle";
      case ReadOnlyFileSystemException _ -> "the file system is read-only";
      case ClosedByInterruptException _ -> "the thread was interrupted";
      case FileSystemException e -> said(e.getReason(), "the file system refused");
      case EOFException _ -> "it ends too early";
      case CharConversionException _ -> "it is not text";
      case ZipException e -> "it is not sound gzip" + (e.getMessage() == null ? "" : ": "
          + said(e.getMessage(), ""));
      case IOException e -> said(e.getMessage(), "reading or writing failed");
      default -> said(failure.getMessage(), "something unforeseen happened");
    };
  }

  private static String said(@Nullable String message, String otherwise) {
    if (message == null || message.isBlank()) {
      return otherwise;
    }
    return Quote.printable(message.strip(), LONGEST);
  }
}
