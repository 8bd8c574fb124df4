package dev.throughline.samples.perceptron;

import dev.throughline.dsl.Block;
import dev.throughline.dsl.Layer;
import dev.throughline.dsl.Linear;

/** One fully connected layer; the member that repeats it gives its width and activation. */
@Block
public interface Dense {
  @Linear  Layer linear();
}
