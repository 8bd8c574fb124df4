package dev.throughline.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Accepts warnings and notes of the compiler, by the id in brackets at the start of their messages: they
 * are not shown for this member, or for anything in this network or block. Errors cannot be accepted.
 *
 * <pre>{@code
 * @Accept("degradation")   // the plain twin, for comparison
 * @Network(input = @Input(channels = 3, height = 32, width = 32))
 * public interface Plain56 { … }
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Accept {
  /** The ids, such as {@code "degradation"}. */
  String[] value();
}
