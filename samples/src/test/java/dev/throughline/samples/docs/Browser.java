package dev.throughline.samples.docs;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One tab of a Chromium without a window, spoken to over the DevTools protocol. */
final class Browser implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");

  private static final Pattern PORT = Pattern.compile("DevTools listening on ws://[^:]*:(\\d+)/");
  private static final Pattern SOCKET = Pattern.compile("\"webSocketDebuggerUrl\": *\"([^\"]*)\"");
  private static final Pattern VALUE = Pattern.compile("\"value\":\"([^\"]*)\"");
  private static final int SECONDS = 60;

  /** What it writes. */
  private final Path profile;

  private final Process process;
  private final WebSocket socket;
  private final BlockingQueue<String> messages;
  private final List<String> complaints = new ArrayList<>();
  private int commands = 0;

  private Browser(
      Process process, WebSocket socket, BlockingQueue<String> messages, Path profile) {
    this.profile = profile;
    this.process = process;
    this.socket = socket;
    this.messages = messages;
  }

  /** The browser of this machine, if it has one. */
  static Optional<Path> installed() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of(path.split(File.pathSeparator))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts {@code program}. */
  static Browser start(Path program) throws IOException, InterruptedException {
    Path profile = Files.createTempDirectory("browser");
    Process process =
        new ProcessBuilder(
            program.toString(),
            "--headless=new",
            // A container seldom lets a browser make its own.
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--remote-debugging-port=0",
            "--user-data-dir=" + profile,
            "about:blank")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    HttpClient client = HttpClient.newHttpClient();
    URI open = URI.create("http://127.0.0.1:%s/json/new".formatted(port(process)));
    String tab =
        client.send(
            HttpRequest.newBuilder(open).PUT(HttpRequest.BodyPublishers.noBody()).build(),
            BodyHandlers.ofString()).body();
    BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    WebSocket socket =
        client.newWebSocketBuilder()
            .buildAsync(URI.create(found(SOCKET, tab)), new Listener(messages))
            .join();
    Browser browser = new Browser(process, socket, messages, profile);
    for (String domain : List.of("Page", "Runtime", "Log")) {
      browser.command(domain + ".enable", "");
    }
    return browser;
  }

  private static String port(Process process) throws IOException {
    BufferedReader log = process.errorReader(StandardCharsets.UTF_8);
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      Matcher port = PORT.matcher(line);
      if (port.find()) {
        return port.group(1);
      }
    }
    throw new IOException("the browser ended before it listened");
  }

  private static String found(Pattern what, String text) {
    Matcher found = what.matcher(text);
    if (!found.find()) {
      throw new IllegalStateException("no %s in %s".formatted(what, text));
    }
    return found.group(1);
  }

  /** Shows {@code page} in a window of that width, and waits until it is there. */
  void show(Path page, int width, boolean dark) {
    command(
        "Emulation.setDeviceMetricsOverride",
        "\"width\":%d,\"height\":800,\"deviceScaleFactor\":1,\"mobile\":%b"
            .formatted(width, width < 600));
    command(
        "Emulation.setEmulatedMedia",
        "\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\"%s\"}]"
            .formatted(dark ? "dark" : "light"));
    complaints.clear();
    command("Page.navigate", "\"url\":\"%s\"".formatted(page.toUri()));
    await("\"Page.loadEventFired\"");
  }

  /** What the page answers to {@code script}, an expression whose value is a string. */
  String evaluate(String script) {
    // In base 64 nothing has to be escaped, on the way there or back.
    String there = Base64.getEncoder().encodeToString(script.getBytes(StandardCharsets.UTF_8));
    String decode = "new TextDecoder().decode(Uint8Array.from(atob('%s'),c=>c.charCodeAt(0)))";
    String encode = "btoa(String.fromCharCode(...new TextEncoder().encode(eval(%s))))";
    String answer =
        command(
            "Runtime.evaluate",
            "\"expression\":\"%s\"".formatted(encode.formatted(decode.formatted(there))));
    return new String(Base64.getDecoder().decode(found(VALUE, answer)), StandardCharsets.UTF_8);
  }

  /** What the console said since the page was shown. */
  List<String> complaints() {
    evaluate("''"); // so that what was said before has arrived
    return List.copyOf(complaints);
  }

  private String command(String method, String parameters) {
    int id = ++commands;
    socket.sendText(
        "{\"id\":%d,\"method\":\"%s\",\"params\":{%s}}".formatted(id, method, parameters), true)
        .join();
    return await("\"id\":%d,".formatted(id));
  }

  private String await(String words) {
    try {
      while (true) {
        String message = messages.poll(SECONDS, TimeUnit.SECONDS);
        if (message == null) {
          throw new IllegalStateException("no %s from the browser".formatted(words));
        }
        if (message.contains("\"Log.entryAdded\"")
            || message.contains("\"Runtime.exceptionThrown\"")
            || message.contains("\"Runtime.consoleAPICalled\"")) {
          complaints.add(message);
        }
        if (message.contains(words)) {
          return message;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    socket.abort();
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try (Stream<Path> files = Files.walk(profile)) {
      process.getErrorStream().close();
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      // A process of the browser still writes there: what is left is in the system's temporary folder.
    }
  }

  /** Puts messages together from their parts. */
  private static final class Listener implements WebSocket.Listener {
    private final BlockingQueue<String> messages;
    private final StringBuilder text = new StringBuilder();

    Listener(BlockingQueue<String> messages) {
      this.messages = messages;
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        messages.add(text.toString());
        text.setLength(0);
      }
      return WebSocket.Listener.super.onText(socket, part, last);
    }
  }
}
