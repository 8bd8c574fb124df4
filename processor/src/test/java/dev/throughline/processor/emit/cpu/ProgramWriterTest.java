package dev.throughline.processor.emit.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.throughline.runtime.device.cpu.CpuProgram;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ProgramWriterTest {
  /** A private method of such a name would not compile, or would be taken for it. */
  @Test
  void everyMethodThatAProgramInheritsIsLeftAlone() {
    Set<String> inherited = new TreeSet<>();
    for (Class<?> type = CpuProgram.class; type != null; type = type.getSuperclass()) {
      for (Method method : type.getDeclaredMethods()) {
        boolean visible =
            Modifier.isPublic(method.getModifiers()) || Modifier.isProtected(method.getModifiers());
        if (visible && !method.isSynthetic()) {
          inherited.add(method.getName());
        }
      }
    }
    assertEquals(inherited, new TreeSet<>(ProgramWriter.INHERITED));
  }
}
