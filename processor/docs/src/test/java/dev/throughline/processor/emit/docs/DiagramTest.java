package dev.throughline.processor.emit.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.emit.docs.diagram.Diagram;
import dev.throughline.processor.emit.docs.diagram.Lettering;
import dev.throughline.processor.emit.docs.diagram.Sketch;
import dev.throughline.processor.emit.docs.diagram.Sketch.Arrow;
import dev.throughline.processor.testing.Networks;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** Pictures are well-formed, and their words keep to their places. */
class DiagramTest {
  /** A text with the room it takes in a wide font. */
  private record Words(int left, int right, int y, String text) {
    boolean meets(Words other) {
      return y == other.y && left < other.right && other.left < right;
    }
  }

  private record Box(int left, int right, int top, int bottom) {
    boolean holds(Words words) {
      return words.y > top && words.y < bottom && words.left >= left && words.left < right;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ResNet20", "FashionNet", "Medley", "ResNet110", "Small"})
  void wordsStayWithinTheirBoxes(String name) throws Exception {
    check(draw(Networks.fixture(name)));
  }

  @Test
  void longNamesAndDescriptionsMakeRoomForThemselves() throws Exception {
    Document picture =
        draw(
            Networks.of(
                3,
                8,
                8,
                """
                    @Sequence(filters = 4)  AnOuterBlockWithAVeryLongNameThatNobodyWouldEverGiveToABlock outer();
                    @GlobalAveragePool  Layer aMemberWithAVeryLongNameThatGoesOnAndOnAndOn();
                    @Linear(units = 2)  Layer logits();
                    @SoftmaxCrossEntropy(labelSmoothing = 0.1)  Loss loss();
                    """,
                """
                    @Block interface AnOuterBlockWithAVeryLongNameThatNobodyWouldEverGiveToABlock {
                      @Residual(repeat = 3, filters = 6, shortcut = PROJECTION)  Inner inner();
                      @Conv(kernel = 3, norm = BATCH, activation = RELU)  Layer conv();
                    }
                    @Block interface Inner {
                      @Conv(kernel = 3, norm = BATCH, activation = RELU, order = PRE_ACTIVATION)  Layer conv();
                    }
                    """));
    check(picture);
    assertEquals(1, texts(picture).stream().filter(w -> w.text.equals("×2")).count());
    assertEquals(1, texts(picture).stream().filter(w -> w.text.equals("projection")).count());
  }

  @Test
  void aPlainNetworkHasNoShortcuts() throws Exception {
    List<Words> texts = texts(draw(Networks.fixture("Plain20")));
    assertTrue(texts.stream().anyMatch(w -> w.text.equals("×3")));
    assertFalse(sketch("Plain20").arrows().stream().anyMatch(Arrow::skip));
  }

  @Test
  void aRepeatedBlockIsDrawnOnceWithItsSkip() {
    List<Arrow> arrows = sketch("ResNet110").arrows();
    String fork = "fork:frame:stage1:stem";
    assertEquals(
        List.of(
            new Arrow("stem", fork, false),
            new Arrow(fork, "stage1.0.conv1", false),
            new Arrow("stage1.0.conv1", "stage1.0.conv2", false),
            new Arrow("stage1.0.conv2", "stage1.0", false),
            new Arrow(fork, "stage1.0", true),
            new Arrow("stage1.0", "fork:frame:stage2.0:stage1.0", false)),
        arrows.subList(1, 7));
    assertEquals(
        List.of("stage2.0:aside", "stage2.0"),
        arrows.stream().filter(a -> a.skip() && a.to().startsWith("stage2.0")).map(Arrow::to)
            .toList());
  }

  private static final String BRANCHES =
      """
          @Concat({
            @Branch(@Conv(filters = 4, kernel = 1, norm = BATCH, activation = RELU)),
            @Branch({@Conv(filters = 2, kernel = 1), @Conv(filters = 3, kernel = 3)}),
            @Branch(pool = @MaxPool(size = 3, stride = 1, padding = 1), value = @Conv(filters = 2, kernel = 1))
          })
          Layer inception();
          @AuxLoss(weight = 0.3)  Head companion();
          @Conv(filters = 9, kernel = 3)  Layer after();
          @Add(from = "inception")  Layer sum();
          @DenseConnect(growth = 3, repeat = 5)  Growing dense();
          @GlobalAveragePool  Layer pool();
          @Linear(units = 2)  Layer logits();
          @SoftmaxCrossEntropy  Loss loss();
          """;

  private static final String BLOCKS =
      """
          @Block interface Head {
            @GlobalAveragePool  Layer pool();
            @Linear(units = 2)  Layer logits();
            @SoftmaxCrossEntropy  Loss loss();
          }
          @Block interface Growing {
            @Conv(kernel = 3, norm = BATCH)  Layer conv();
          }
          """;

  @Test
  void branchesHeadsLongSkipsAndDenseBlocksAreReadFromTheGraph() throws Exception {
    Networks network = Networks.of(3, 8, 8, BRANCHES, BLOCKS);
    Sketch sketch = sketch(network);
    String fork = "fork:frame:inception:input:images";
    String dense = "fork:frame:dense:sum";
    assertEquals(
        List.of(
            "input:images > " + fork,
            fork + " > inception.branch1.conv1",
            fork + " > inception.branch2.conv1",
            "inception.branch2.conv1 > inception.branch2.conv2",
            fork + " > inception.branch3.pool",
            "inception.branch3.pool > inception.branch3.conv1",
            "inception.branch1.conv1 > inception",
            "inception.branch2.conv2 > inception",
            "inception.branch3.conv1 > inception",
            "inception > companion.pool",
            "companion.pool > companion.logits",
            "companion.logits > companion.loss",
            "inception > after",
            "after > sum",
            "inception > sum around",
            "sum > " + dense,
            dense + " > dense.0.conv",
            dense + " > dense.0 around",
            "dense.0.conv > dense.0",
            "dense.0 > pool",
            "pool > logits",
            "logits > loss"),
        sketch.arrows().stream()
            .map(a -> "%s > %s%s".formatted(a.from(), a.to(), a.skip() ? " around" : ""))
            .toList());
    check(draw(network));
    assertEquals(1, texts(draw(network)).stream().filter(w -> w.text.equals("×5")).count());
  }

  private static Sketch sketch(String fixture) {
    return sketch(Networks.fixture(fixture));
  }

  private static Sketch sketch(Networks network) {
    return Sketcher.of("Net", Outline.of(network.network(), network.training()));
  }

  private static Document draw(Networks network) throws Exception {
    Outline outline = Outline.of(network.network(), network.training());
    String svg = Diagram.draw(Sketcher.of("Net", outline));
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }

  private static void check(Document picture) {
    int width = Integer.parseInt(picture.getDocumentElement().getAttribute("width"));
    int height = Integer.parseInt(picture.getDocumentElement().getAttribute("height"));
    List<Words> texts = texts(picture);
    List<Box> boxes = boxes(picture);
    for (Words words : texts) {
      assertTrue(words.left >= 0 && words.right <= width, words::toString);
      assertTrue(words.y > 0 && words.y < height, words::toString);
      for (Box box : boxes) {
        assertTrue(!box.holds(words) || words.right <= box.right, () -> words + " leaves " + box);
      }
      for (Words other : texts) {
        assertTrue(words == other || !words.meets(other), () -> words + " meets " + other);
      }
    }
  }

  private static List<Words> texts(Document picture) {
    List<Words> texts = new ArrayList<>();
    NodeList found = picture.getElementsByTagName("text");
    for (int i = 0; i < found.getLength(); i++) {
      Element text = (Element) found.item(i);
      String words = text.getTextContent();
      int wide =
          text.getAttribute("class").startsWith("words")
              ? Lettering.sans(words)
              : Lettering.mono(words);
      int x = number(text, "x");
      int left =
          switch (text.getAttribute("text-anchor")) {
            case "middle" -> x - wide / 2;
            case "end" -> x - wide;
            default -> x;
          };
      texts.add(new Words(left, left + wide, number(text, "y"), words));
    }
    return texts;
  }

  private static List<Box> boxes(Document picture) {
    List<Box> boxes = new ArrayList<>();
    NodeList found = picture.getElementsByTagName("rect");
    for (int i = 0; i < found.getLength(); i++) {
      Element box = (Element) found.item(i);
      int left = number(box, "x");
      int top = number(box, "y");
      boxes.add(new Box(left, left + number(box, "width"), top, top + number(box, "height")));
    }
    return boxes;
  }

  private static int number(Element element, String attribute) {
    return Integer.parseInt(element.getAttribute(attribute));
  }
}
