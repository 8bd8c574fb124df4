package dev.throughline.processor.testing;

import dev.throughline.processor.NetworkProcessor;
import dev.throughline.processor.testing.Compilation.Result;
import java.util.List;

/** What the compiler says of a network that has the Vector API. */
public final class Messages {
  private Messages() {}

  /** All messages that have an id, in order. */
  public static List<String> of(String source) {
    Result result =
        new Compilation()
            .source("Net.java", source)
            .options("--add-modules", "jdk.incubator.vector")
            .processors(new NetworkProcessor())
            .run();
    return result.ours().stream().map(Result::text).toList();
  }
}
