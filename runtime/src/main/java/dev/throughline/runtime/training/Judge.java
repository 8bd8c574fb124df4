package dev.throughline.runtime.training;

import dev.throughline.runtime.data.DataException;
import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.spec.Decision;
import dev.throughline.runtime.spec.Feed;
import dev.throughline.runtime.spec.InputSpec;
import dev.throughline.runtime.spec.LossKind;
import dev.throughline.runtime.spec.LossSpec;
import dev.throughline.runtime.spec.NetworkSpec;

/** Compares a network's answers with the targets of the batches that it answered, and adds up. */
final class Judge {
  private final Decision decision;
  private final LossSpec loss;
  private final InputSpec target;
  private final int size;
  private double lossSum;
  private long terms;
  private long right;
  private long answers;

  /** Is told of every answer that may be right or wrong. */
  interface Watcher {
    void judged(int target, int answer);
  }

  Judge(NetworkSpec spec) {
    this.decision = Decision.of(spec, spec.logits());
    this.loss =
        decision.comparedBy()
            .orElseThrow(
                () -> new DataException(
                    "`%s` cannot be evaluated: no loss compares its answer `%s`"
                        .formatted(spec.name(), spec.logits().name())));
    this.target =
        spec.targets().stream()
            .filter(one -> one.name().equals(loss.target()))
            .findFirst()
            .orElseThrow();
    this.size = spec.logits().layout().size();
  }

  /** Takes the answers of the last pass, which was one on {@code fed}. */
  void add(Network network, Feed fed, Watcher watcher) {
    float[] logits = network.lastLogits();
    int each = target.layout().size();
    float[] targets = new float[fed.samples() * each];
    fed.copy(target, 0, fed.samples(), targets, 0);
    boolean rows = decision.choosesClass();
    for (int i = 0; i < targets.length; i++) {
      if (rows) {
        row(logits, i / each * size, i % each, Math.round(targets[i]), watcher);
      } else {
        number(logits[i], targets[i], watcher);
      }
    }
  }

  private void row(float[] logits, int from, int position, int label, Watcher watcher) {
    if (loss.ignored().isPresent() && loss.ignored().getAsInt() == label) {
      return;
    }
    int classes = size / decision.positions();
    lossSum += crossEntropy(logits, from + position * classes, classes, label);
    terms++;
    count(label, decision.answer(logits, from, position), watcher);
  }

  private void number(float answer, float wanted, Watcher watcher) {
    terms++;
    if (loss.kind() == LossKind.BINARY_CROSS_ENTROPY) {
      lossSum +=
          Math.max(answer, 0)
              - (double) answer * wanted
              + StrictMath.log1p(StrictMath.exp(-Math.abs((double) answer)));
      count(Math.round(wanted), Decision.isYes(answer) ? 1 : 0, watcher);
    } else {
      double apart = (double) answer - wanted;
      lossSum += apart * apart;
    }
  }

  private void count(int wanted, int answer, Watcher watcher) {
    watcher.judged(wanted, answer);
    right += wanted == answer ? 1 : 0;
    answers++;
  }

  private static double crossEntropy(float[] logits, int from, int classes, int label) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < classes; k++) {
      largest = Math.max(largest, logits[from + k]);
    }
    double sum = 0;
    for (int k = 0; k < classes; k++) {
      sum += StrictMath.exp(logits[from + k] - largest);
    }
    return StrictMath.log(sum) + largest - logits[from + label];
  }

  /** Of all so far; NaN without any. */
  Score score() {
    return new Score(lossSum / terms, (double) right / answers);
  }
}
