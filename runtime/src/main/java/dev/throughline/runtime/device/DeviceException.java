package dev.throughline.runtime.device;

import dev.throughline.runtime.message.ThroughlineException;

/** This machine cannot give a device what was asked for: threads, or memory for each. The message says the fix. */
public final class DeviceException extends ThroughlineException {
  private static final long serialVersionUID = 1;

  DeviceException(String message) {
    super(message);
  }

  DeviceException(String message, Throwable cause) {
    super(message, cause);
  }
}
