package dev.throughline.samples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.samples.cli.Terminal.Answer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What no command expects: a mistake of ours shows its trace, an end of memory or of a disk does not. */
final class BugTest {

  @Command(name = "fail")
  private record Failing(Throwable failure) implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
      switch (failure) {
        case Error e -> throw e;
        case Exception e -> throw e;
        default -> throw new IllegalStateException(failure);
      }
    }
  }

  private static Answer fail(Throwable failure) {
    StringWriter error = new StringWriter();
    CommandLine line = Commands.line();
    line.addSubcommand("fail", new Failing(failure));
    int exit = line.setErr(new PrintWriter(error, true)).execute("fail");
    return new Answer(exit, "", error.toString());
  }

  @Test
  void aMistakeOfOursShowsItsTraceAndAsksToBeReported() {
    for (Throwable failure : new Throwable[] {
      new IllegalStateException("kernel 7"), new NullPointerException(), new AssertionError(3),
      new StackOverflowError()}) {
      Answer answer = fail(failure);
      assertEquals(Sentences.BUG, answer.exit(), answer.error());
      assertTrue(answer.error().startsWith(failure.toString()), answer.error());
      assertTrue(answer.error().contains("\tat "), answer.error());
      assertTrue(answer.error().strip().endsWith("please report it with the lines above"));
    }
  }

  @Test
  void theEndOfMemoryOrThreadsOrDiskIsASentence() {
    for (Throwable failure : new Throwable[] {
      new OutOfMemoryError("Java heap space"), new OutOfMemoryError(),
      new OutOfMemoryError("unable to create native thread: possibly out of memory"),
      new UncheckedIOException(new IOException()),
      new UncheckedIOException(new IOException("No space left on device"))}) {
      Answer answer = fail(failure);
      assertEquals(Sentences.MACHINE, answer.exit(), answer.error());
      assertEquals(1, answer.error().strip().lines().count(), answer.error());
      assertFalse(answer.error().matches("(?s).*(null|Exception|Error|java[.]).*\\n"),
          answer.error());
    }
  }
}
