package dev.throughline.processor.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.throughline.runtime.network.Network;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class InterfaceRulesTest {
  /** A member named like an inherited method would not compile, or would override it. */
  @Test
  void everyInheritedMethodWithoutParametersIsReserved() {
    Set<String> inherited = new TreeSet<>();
    for (Class<?> type = Network.class; type != null; type = type.getSuperclass()) {
      for (Method method : type.getDeclaredMethods()) {
        boolean visible =
            Modifier.isPublic(method.getModifiers()) || Modifier.isProtected(method.getModifiers());
        if (visible && method.getParameterCount() == 0 && !method.isSynthetic()) {
          inherited.add(method.getName());
        }
      }
    }
    assertEquals(inherited, new TreeSet<>(InterfaceRules.RESERVED));
  }
}
