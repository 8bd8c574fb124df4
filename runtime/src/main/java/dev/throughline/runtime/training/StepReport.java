package dev.throughline.runtime.training;

/**
 * One training step.
 *
 * @param epoch number of the epoch, from 1
 * @param batch number of the step within the epoch, from 1
 * @param step number of the step within the run, from 1
 * @param samples size of the batch
 * @param score of the batch, before the step
 * @param rate learning rate
 */
public record StepReport(
    int epoch, int batch, long step, int samples, Score score, double rate) {}
