package dev.throughline.processor.graph;

import java.lang.annotation.Annotation;
import java.util.OptionalInt;

/**
 * One loss of a network.
 *
 * @param path of the member
 * @param annotation that declares it
 * @param weight what it counts for in the sum that is trained for
 * @param prediction what it reads
 * @param target what it compares that with
 * @param value a scalar, the mean over the batch
 * @param ignored the index in the target that it leaves out
 */
public record LossTerm(
    String path,
    Class<? extends Annotation> annotation,
    double weight,
    Node prediction,
    Node target,
    Node value,
    OptionalInt ignored) {}
