package dev.throughline.runtime.training;

import java.util.Optional;

/**
 * One epoch.
 *
 * @param epoch its number, from 1
 * @param training mean over the epoch's steps, each before its step
 * @param test of the test set at the end of the epoch, if the trainer has one
 * @param rate learning rate of the last step
 * @param seconds time of the training steps
 * @param imagesPerSecond samples trained in a second, evaluation left out
 */
public record EpochReport(
    int epoch,
    Score training,
    Optional<Score> test,
    double rate,
    double seconds,
    double imagesPerSecond) {}
