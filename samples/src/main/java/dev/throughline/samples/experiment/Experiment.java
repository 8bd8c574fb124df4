package dev.throughline.samples.experiment;

import dev.throughline.runtime.data.Dataset;
import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.network.Network;
import dev.throughline.samples.Plain20Network;
import dev.throughline.samples.ResNet20Network;
import dev.throughline.samples.cifar.DeeplySupervisedNetwork;
import dev.throughline.samples.cifar.FinallySupervisedNetwork;
import dev.throughline.samples.cifar.Plain56Network;
import dev.throughline.samples.cifar.ResNet56Network;
import dev.throughline.samples.experiment.Figure.Panel;
import dev.throughline.samples.perceptron.ReluPerceptronNetwork;
import dev.throughline.samples.perceptron.ResidualPerceptronNetwork;
import dev.throughline.samples.perceptron.SigmoidPerceptronNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;

/** The experiments: which networks are compared, and what is drawn. */
public enum Experiment {
  /** A chain of sigmoids, the same with ReLU, and the same with skips: what gradient arrives, what is learned. */
  VANISHING(
      0.01,
      List.of(Panel.GRADIENT_NORM, Panel.LOSS),
      new Contender("sigmoid", SigmoidPerceptronNetwork::on),
      new Contender("ReLU", ReluPerceptronNetwork::on),
      new Contender("ReLU with skips", ResidualPerceptronNetwork::on)),
  /** Plain and residual nets of 20 and of 56 layers; He et al. 2015, figures 1 and 6. */
  DEGRADATION(
      0.05,
      List.of(Panel.LOSS, Panel.TEST_ERROR),
      new Contender("plain, 20 layers", Plain20Network::on),
      new Contender("plain, 56 layers", Plain56Network::on),
      new Contender("residual, 20 layers", ResNet20Network::on),
      new Contender("residual, 56 layers", ResNet56Network::on)),
  /** A plain net of 20 layers with its loss at the end, and with companion losses after two of its stages. */
  SUPERVISION(
      0.01,
      List.of(Panel.GRADIENT_NORM, Panel.LOSS),
      new Contender("one loss, at the end", FinallySupervisedNetwork::on),
      new Contender("and two companions", DeeplySupervisedNetwork::on));

  private record Contender(String name, Factory factory) {}

  /** Makes a generated network. */
  @FunctionalInterface
  private interface Factory {
    Network on(Device device, int batch, long seed);
  }

  /** What a network is trained and tested on, in its shape. */
  public record Images(Dataset training, Dataset test) {}

  private final double rate;
  private final List<Panel> panels;
  private final List<Contender> contenders;

  Experiment(double rate, List<Panel> panels, Contender... contenders) {
    this.rate = rate;
    this.panels = panels;
    this.contenders = List.of(contenders);
  }

  /** The learning rate, the same for all its networks. */
  public double rate() {
    return rate;
  }

  /** What its figure shows, left to right. */
  public List<Panel> panels() {
    return panels;
  }

  /**
   * Trains the networks one after the other, from one seed, on the same images in the same order.
   *
   * @param images for each network
   * @param progress told a line after each epoch
   */
  public List<Trial> run(
      Device device,
      int batch,
      long seed,
      Function<Network, Images> images,
      int epochs,
      Consumer<String> progress) {
    List<Trial> trials = new ArrayList<>();
    for (Contender contender : contenders) {
      try (Network network = contender.factory.on(device, batch, seed)) {
        trials.add(
            Trial.run(contender.name, network, images.apply(network), epochs, rate, progress));
      }
    }
    return trials;
  }

  /** As on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
