package dev.throughline.processor.lower;

import static dev.throughline.processor.kernel.Value.ONE;
import static dev.throughline.processor.kernel.Value.fma;
import static dev.throughline.processor.kernel.Value.scalar;
import static dev.throughline.processor.kernel.Value.unary;

import dev.throughline.processor.graph.Expr.Compare;
import dev.throughline.processor.graph.Expr.UnaryOp;
import dev.throughline.processor.kernel.Int;
import dev.throughline.processor.kernel.Kernel.Buffer;
import dev.throughline.processor.kernel.Kernel.Unit;
import dev.throughline.processor.kernel.LoopKernel;
import dev.throughline.processor.kernel.Shape;
import dev.throughline.processor.kernel.Stmt;
import dev.throughline.processor.kernel.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Optimiser steps: one flat map over all parameters. */
final class UpdateRules {
  private UpdateRules() {}

  /** SGD with momentum as PyTorch defines it (Sutskever et al. 2013, with the rate outside the velocity). */
  static LoopKernel sgd(long parameters) {
    Rule rule = new Rule(List.of("velocity"));
    Value w = rule.load("w");
    Value gradient =
        fma(scalar("gradientScale"), rule.load("dw"), scalar("weightDecay").times(w));
    Value g = rule.declare("g", gradient);
    Value v =
        rule.declare(
            "v",
            fma(
                scalar("momentum"),
                rule.load("velocity"),
                ONE.minus(scalar("dampening")).times(g)));
    Value ahead = fma(scalar("momentum"), v, g);
    Value step =
        rule.declare(
            "step",
            new Value.Select(Compare.GREATER, scalar("nesterov"), Value.ZERO, ahead, v));
    rule.store("velocity", v);
    rule.store("w", fma(scalar("rate").negate(), step, w));
    return rule.kernel(
        "sgdStep",
        "One step of SGD over every parameter.",
        List.of(
            "g = gradientScale · dw + weightDecay · w",
            "velocity = momentum · velocity + (1 − dampening) · g",
            "w = w − rate · (nesterov ? g + momentum · velocity : velocity)"),
        List.of("rate", "momentum", "dampening", "weightDecay", "nesterov", "gradientScale"),
        parameters);
  }

  /** AdamW (Loshchilov and Hutter 2019, algorithm 2). */
  static LoopKernel adamW(long parameters) {
    Rule rule = new Rule(List.of("first", "second"));
    Value w = rule.load("w");
    Value beta1 = scalar("beta1");
    Value beta2 = scalar("beta2");
    Value g = rule.declare("g", scalar("gradientScale").times(rule.load("dw")));
    Value m = rule.declare("m", fma(beta1, rule.load("first"), ONE.minus(beta1).times(g)));
    Value v =
        rule.declare("v", fma(beta2, rule.load("second"), ONE.minus(beta2).times(g.times(g))));
    Value decayed =
        rule.declare("decayed", w.minus(scalar("rate").times(scalar("weightDecay")).times(w)));
    Value deviation =
        rule.declare(
            "deviation",
            unary(UnaryOp.SQRT, v.over(scalar("correction2"))).plus(scalar("epsilon")));
    rule.store("first", m);
    rule.store("second", v);
    rule.store(
        "w",
        decayed.minus(scalar("rate").times(m.over(scalar("correction1"))).over(deviation)));
    return rule.kernel(
        "adamWStep",
        "One step of AdamW over every parameter.",
        List.of(
            "g = gradientScale · dw",
            "first = beta1 · first + (1 − beta1) · g",
            "second = beta2 · second + (1 − beta2) · g²",
            "w = w − rate · weightDecay · w",
            "w = w − rate · (first / correction1) / (√(second / correction2) + epsilon)"),
        List.of(
            "rate",
            "beta1",
            "beta2",
            "epsilon",
            "weightDecay",
            "correction1",
            "correction2",
            "gradientScale"),
        parameters);
  }

  /** A rule while it is written down. */
  private static final class Rule {
    private static final Int ELEMENT = Int.variable("i");
    private static final String PARAMETERS = "PARAMETERS";

    private final List<String> state;
    private final List<Stmt> body = new ArrayList<>();

    Rule(List<String> state) {
      this.state = state;
    }

    Value load(String buffer) {
      return Value.load(buffer, ELEMENT);
    }

    Value declare(String local, Value value) {
      body.add(new Stmt.Declare(local, value));
      return Value.local(local);
    }

    void store(String buffer, Value value) {
      body.add(Stmt.store(buffer, ELEMENT, value));
    }

    LoopKernel kernel(
        String name, String purpose, List<String> formula, List<String> scalars, long parameters) {
      Int size = Int.extent(PARAMETERS);
      Shape shape = Shape.fixed(size);
      SequencedMap<String, Integer> constants = new LinkedHashMap<>();
      constants.put(PARAMETERS, Math.toIntExact(parameters));
      List<Buffer> buffers = new ArrayList<>();
      buffers.add(new Buffer("w", shape, true));
      buffers.add(new Buffer("dw", shape, false));
      state.forEach(s -> buffers.add(new Buffer(s, shape, true)));
      return new LoopKernel(
          name, purpose, formula, buffers, scalars, constants, Unit.ELEMENT, size, body);
    }
  }
}
