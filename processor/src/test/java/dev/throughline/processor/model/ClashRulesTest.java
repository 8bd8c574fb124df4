package dev.throughline.processor.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.runtime.network.LayerHandle;
import dev.throughline.runtime.network.Network;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ClashRulesTest {
  /** A member named like an inherited method would not compile, or would override it. */
  @Test
  void everyMethodThatANetworkInheritsWithoutParametersIsReserved() {
    assertEquals(inherited(Network.class), new TreeSet<>(ClashRules.OF_NETWORK));
  }

  @Test
  void everyMethodThatABlocksHandleHasWithoutParametersIsReserved() {
    Set<String> inherited = inherited(LayerHandle.class);
    inherited.add("repeats");
    assertEquals(inherited, new TreeSet<>(ClashRules.OF_BLOCK));
  }

  /** A constant of the interface would make the simple name ambiguous. */
  @Test
  void everyFieldThatANetworkInheritsIsReserved() {
    for (Class<?> type = Network.class; type != null; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        boolean visible =
            Modifier.isPublic(field.getModifiers()) || Modifier.isProtected(field.getModifiers());
        assertTrue(
            !visible || ClashRules.IN_EXPRESSIONS.contains(field.getName()), field::toString);
      }
    }
  }

  private static Set<String> inherited(Class<?> from) {
    Set<String> inherited = new TreeSet<>();
    for (Class<?> type = from; type != null; type = type.getSuperclass()) {
      for (Method method : type.getDeclaredMethods()) {
        boolean visible =
            Modifier.isPublic(method.getModifiers()) || Modifier.isProtected(method.getModifiers());
        if (visible && method.getParameterCount() == 0 && !method.isSynthetic()) {
          inherited.add(method.getName());
        }
      }
    }
    return inherited;
  }
}
