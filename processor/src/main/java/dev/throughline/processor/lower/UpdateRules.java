package dev.throughline.processor.lower;

import static dev.throughline.processor.graph.Expr.ONE;
import static dev.throughline.processor.graph.Expr.arg;

import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Expr.Compare;
import dev.throughline.processor.graph.Expr.UnaryOp;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.kernel.Access;
import dev.throughline.processor.kernel.Index;
import dev.throughline.processor.kernel.Kernel.Buffer;
import dev.throughline.processor.kernel.Kernel.Unit;
import dev.throughline.processor.kernel.LoopKernel;
import dev.throughline.processor.kernel.Operand;
import dev.throughline.processor.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;

/** Optimiser steps: one flat map over all parameters. */
final class UpdateRules {
  private UpdateRules() {}

  /** SGD with momentum as PyTorch defines it (Sutskever et al. 2013, with the rate outside the velocity). */
  static LoopKernel sgd(long parameters) {
    Rule rule = new Rule(List.of("velocity"));
    Operand w = rule.load("w");
    Operand velocity = rule.load("velocity");
    // g = gradientScale · dw + weightDecay · w
    rule.declare(
        "g",
        Expr.fma(arg(0), arg(1), arg(2).times(arg(3))),
        scalar("gradientScale"),
        rule.load("dw"),
        scalar("weightDecay"),
        w);
    rule.declare(
        "v",
        Expr.fma(arg(0), arg(1), ONE.minus(arg(2)).times(arg(3))),
        scalar("momentum"),
        velocity,
        scalar("dampening"),
        local("g"));
    rule.declare(
        "step",
        new Expr.Select(
            Compare.GREATER, arg(0), Expr.ZERO, Expr.fma(arg(1), arg(2), arg(3)), arg(2)),
        scalar("nesterov"),
        scalar("momentum"),
        local("v"),
        local("g"));
    rule.store("velocity", arg(0), local("v"));
    rule.store("w", Expr.fma(arg(0).negate(), arg(1), arg(2)), scalar("rate"), local("step"), w);
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
    Operand w = rule.load("w");
    rule.declare("g", arg(0).times(arg(1)), scalar("gradientScale"), rule.load("dw"));
    rule.declare(
        "m",
        Expr.fma(arg(0), arg(1), ONE.minus(arg(0)).times(arg(2))),
        scalar("beta1"),
        rule.load("first"),
        local("g"));
    rule.declare(
        "v",
        Expr.fma(arg(0), arg(1), ONE.minus(arg(0)).times(arg(2).times(arg(2)))),
        scalar("beta2"),
        rule.load("second"),
        local("g"));
    rule.declare(
        "decayed", arg(0).minus(arg(1).times(arg(2)).times(arg(0))), w, scalar("rate"),
        scalar("weightDecay"));
    Expr deviation = new Expr.Unary(UnaryOp.SQRT, arg(0).over(arg(1))).plus(arg(2));
    rule.declare("deviation", deviation, local("v"), scalar("correction2"), scalar("epsilon"));
    rule.store("first", arg(0), local("m"));
    rule.store("second", arg(0), local("v"));
    rule.store(
        "w",
        arg(0).minus(arg(1).times(arg(2).over(arg(3))).over(arg(4))),
        local("decayed"),
        scalar("rate"),
        local("m"),
        scalar("correction1"),
        local("deviation"));
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

  private static Operand scalar(String name) {
    return new Operand.Scalar(name);
  }

  private static Operand local(String name) {
    return new Operand.Local(name);
  }

  /** A rule while it is written down. */
  private static final class Rule {
    private final List<String> state;
    private final List<Stmt> body = new ArrayList<>();

    Rule(List<String> state) {
      this.state = state;
    }

    Operand load(String buffer) {
      return new Operand.Load(access(buffer));
    }

    void declare(String local, Expr value, Operand... operands) {
      body.add(new Stmt.Declare(local, value, List.of(operands)));
    }

    void store(String buffer, Expr value, Operand... operands) {
      body.add(new Stmt.Store(access(buffer), value, List.of(operands)));
    }

    LoopKernel kernel(
        String name, String purpose, List<String> formula, List<String> scalars, long parameters) {
      TensorType type = TensorType.fixed(Math.toIntExact(parameters));
      List<Buffer> buffers = new ArrayList<>();
      buffers.add(new Buffer("w", type, true));
      buffers.add(new Buffer("dw", type, false));
      state.forEach(s -> buffers.add(new Buffer(s, type, true)));
      return new LoopKernel(
          name, purpose, formula, buffers, scalars, Unit.ELEMENT, body, Flops.of(body) * parameters,
          false);
    }

    private static Access access(String buffer) {
      return new Access(buffer, Index.of(0).plus("i", 1));
    }
  }
}
