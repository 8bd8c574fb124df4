package dev.throughline.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Keeps the parameters of a member, and of all members of its block, as they are: transfer learning trains
 * what follows. They get no gradient, no optimiser touches them, and the member computes in training
 * as it does at inference: batch norm uses and keeps its running statistics, dropout does nothing.
 *
 * <pre>{@code
 * @Freeze @Residual(filters = 64, repeat = 2)  BasicBlock stage1();
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Freeze {}
