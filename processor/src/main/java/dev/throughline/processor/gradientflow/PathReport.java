package dev.throughline.processor.gradientflow;

/**
 * The paths from a loss to a parameter that it reaches.
 *
 * @param parameter its published name, such as {@code stage1.0.conv1.weight}
 * @param member the path of the member that it belongs to; of a projection, that of the block it joins
 * @param weighted whether it is the kernel or matrix of a weighted layer
 * @param layers the paths by the weighted layers on them, the parameter's own included
 * @param junctions the same paths by the junctions on them
 * @param slopes the largest product of activation derivatives along any one path, whatever the weights and
 *     the data; what is no activation, such as a normalisation, a dropout or a scale, counts as 1; infinite if an
 *     activation on the way has no bound that the compiler can find
 * @param bound of the gradient at the output of the node that uses the parameter
 */
public record PathReport(
    String parameter,
    String member,
    boolean weighted,
    PathLengths layers,
    PathLengths junctions,
    double slopes,
    GradientBound bound) {}
